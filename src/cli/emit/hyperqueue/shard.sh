#!/bin/sh
# One shard of a sweep, started by submit.sh as a task of an array.
# A stopped shard keeps its complete blocks; started again, it resumes.
exec >>@folder@/"shard-$HQ_TASK_ID.log" 2>&1
exec @command@ --threads 1 --shard "$HQ_TASK_ID/@shards@" \
  --output @output@/"shard-$HQ_TASK_ID-of-@shards@" --resume
