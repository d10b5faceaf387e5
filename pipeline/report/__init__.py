"""The planning report and the exports of a finished ranking."""
