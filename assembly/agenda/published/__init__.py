"""The released programme in the forms its readers want: laid out, filtered, as data, as a file. All of it is pure."""
