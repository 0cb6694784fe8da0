"""The checks, one family of flag codes each: `family.check(inspection)` yields its flags."""
