"""Reports as files: PDF, HTML, JSON, FHIR, and the signatures in them."""
