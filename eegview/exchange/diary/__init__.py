"""Diaries of witnessed spasms as files: tables and exports of apps read, tables and JSON written."""
