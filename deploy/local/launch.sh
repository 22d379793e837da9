#!/bin/sh
# Runs a command of the local stack that is built: launch.sh COMMAND [OPTIONS]. JAVA_HOME names the JDK. ./papertide calls it.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)

# What the stack keeps is for its owner only, whoever creates it.
umask 077

# The directory that --data names, else .papertide.
data=$root/.papertide
before=
help=
for argument in "$@"; do
  case $argument in -h | --help | -V | --version) help=yes ;; esac
  if [ "$before" = --data ]; then data=$argument; fi
  case $argument in --data=*) data=${argument#--data=} ;; esac
  before=$argument
done
case $data in /*) ;; *) data=$PWD/$data ;; esac

# Temporary files of up are kept there too, unless the directory belongs to somebody else's files.
ours() {
  [ ! -e "$data" ] || [ -e "$data/lock" ] || { [ -d "$data" ] && [ -z "$(ls -A "$data")" ]; }
}
temporary=
if [ "${1:-}" = up ] && [ -z "$help" ] && ours && mkdir -p "$data/tmp" 2>/dev/null; then
  temporary=$data/tmp
fi

# Without this, Java cannot open files whose names are not ASCII.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *[Uu][Tt][Ff]*) ;;
  *) export LC_ALL=C.UTF-8 ;;
esac

exec "$JAVA_HOME/bin/java" -Xmx256m -Xss512k -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData \
  --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -Dpapertide.root="$root" \
  ${temporary:+"-Djava.io.tmpdir=$temporary"} \
  -cp "$root/deploy/local/target/classes:$root/events/target/classes:$root/bounce/target/classes:$root/deploy/local/target/lib/*" \
  org.papertide.local.Main "$@"
