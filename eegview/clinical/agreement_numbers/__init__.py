"""How far readers agree: kappa, AC1, intraclass correlation and one-to-one shares, with intervals over patients."""
