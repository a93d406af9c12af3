"""Tables for people; decides nothing."""
