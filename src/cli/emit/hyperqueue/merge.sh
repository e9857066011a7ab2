#!/bin/sh
# Joins the shards of a sweep, started by submit.sh.
exec >@folder@/merge.log 2>&1
@merge@
