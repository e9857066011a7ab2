# A Slurm cluster of two nodes on this machine, for a test: source it, then `lab_start FOLDER` and `lab_stop`.
#
# Everything lies in the folder: keys, sockets, logs and the pid files by which the daemons started here, and no others,
# are ended. No control groups, no accounting, nothing but the loopback interface.

lab_packages="slurmctld slurmd slurm-client munge"

lab_has_slurm() {
  command -v slurmctld && command -v slurmd && command -v sbatch && command -v srun && command -v munged
} >/dev/null 2>&1

# Three ports that nobody listens on.
lab_ports() {
  python3 - <<'PYTHON' 2>/dev/null || echo "$((20000 + $$ % 9000)) $((30000 + $$ % 9000)) $((40000 + $$ % 9000))"
import socket
sockets = [socket.socket() for _ in range(3)]
for it in sockets:
    it.bind(("127.0.0.1", 0))
print(*(it.getsockname()[1] for it in sockets))
PYTHON
}

lab_configure() {
  local controller one two
  read -r controller one two <<<"$(lab_ports)"
  cat >"$lab/slurm.conf" <<CONF
ClusterName=lab
SlurmctldHost=$(uname -n | cut -d. -f1)(127.0.0.1)
SlurmctldPort=$controller
AuthType=auth/munge
AuthInfo=socket=$lab/munge.socket
CredType=cred/munge
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$lab/state
SlurmdSpoolDir=$lab/spool-%n
SlurmctldPidFile=$lab/slurmctld.pid
SlurmdPidFile=$lab/slurmd-%n.pid
SlurmctldLogFile=$lab/slurmctld.log
SlurmdLogFile=$lab/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SwitchType=switch/none
MpiDefault=none
SchedulerType=sched/builtin
ReturnToService=2
JobRequeue=1
SlurmdTimeout=10
SlurmdParameters=config_overrides
NodeName=lab1 NodeHostname=$(uname -n | cut -d. -f1) NodeAddr=127.0.0.1 Port=$one CPUs=1
NodeName=lab2 NodeHostname=$(uname -n | cut -d. -f1) NodeAddr=127.0.0.1 Port=$two CPUs=1
PartitionName=lab Nodes=lab1,lab2 Default=YES MaxTime=INFINITE State=UP
CONF
}

# Waits until a command succeeds, at most so many seconds.
lab_wait() {
  local seconds=$1 tenths=0
  shift
  until "$@" >/dev/null 2>&1; do
    tenths=$((tenths + 1))
    [ "$tenths" -lt "$((seconds * 10))" ] || return 1
    sleep 0.1
  done
}

lab_is_ready() {
  [ "$(sinfo --noheader --format=%D --states=idle)" = 2 ]
}

lab_start() {
  lab=$1
  export SLURM_CONF="$lab/slurm.conf"
  mkdir -p "$lab/state" "$lab/spool-lab1" "$lab/spool-lab2"
  # Munge refuses folders that others may write in.
  chmod 755 "$lab"
  head -c 1024 /dev/urandom >"$lab/munge.key"
  chmod 400 "$lab/munge.key"
  munged --force --key-file="$lab/munge.key" --socket="$lab/munge.socket" --pid-file="$lab/munged.pid" \
    --log-file="$lab/munged.log" --seed-file="$lab/munge.seed"
  lab_configure
  slurmctld -f "$SLURM_CONF"
  slurmd -N lab1 -f "$SLURM_CONF"
  slurmd -N lab2 -f "$SLURM_CONF"
  lab_wait 30 lab_is_ready
}

lab_has_ended() {
  # Where nobody reaps it, an ended process stays as a zombie.
  [ ! -d "/proc/$1" ] || grep -q '^State:.*Z' "/proc/$1/status"
}

lab_is_idle() {
  [ -z "$(squeue --noheader)" ]
}

lab_stop() {
  local file pid
  [ -n "${lab:-}" ] || return 0
  # Jobs would outlive the daemons.
  if [ -f "$lab/slurmctld.pid" ]; then
    timeout 10 scancel --user=root 2>/dev/null || true
    lab_wait 10 lab_is_idle || true
  fi
  for file in "$lab"/slurmd-lab1.pid "$lab"/slurmd-lab2.pid "$lab"/slurmctld.pid "$lab"/munged.pid; do
    [ -f "$file" ] || continue
    pid=$(cat "$file")
    kill "$pid" 2>/dev/null || continue
    lab_wait 10 lab_has_ended "$pid" || kill -9 "$pid" 2>/dev/null || true
  done
}
