#!/bin/sh
# Joins the shards of a sweep, started by submit.sh.
exec 2>&1
@merge@
