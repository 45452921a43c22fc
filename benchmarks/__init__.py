"""Measurements that a person runs (`make bench`); no part of the program."""
