"""The reviewer's work without a window: state, rules and files. Nothing here knows Qt."""
