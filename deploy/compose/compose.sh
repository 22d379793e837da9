# shellcheck shell=bash
# Sourced by the scripts here: the compose of this machine, of either kind, and the volumes that hold what is kept.
cd "$(dirname -- "$(readlink -f -- "$0")")" || exit

compose() {
  if docker compose version >/dev/null 2>&1; then
    docker compose "$@"
  else
    docker-compose "$@"
  fi
}

# What cannot be made again. The stores of ranking can, from Kafka.
# shellcheck disable=SC2034
volumes='postgres kafka'

# As Docker Compose has it: the environment wins over .env.
written=$(sed -n 's/^COMPOSE_PROJECT_NAME=//p' "${settings:-.env}" 2>/dev/null || true)
project=${COMPOSE_PROJECT_NAME:-${written:-papertide}}
export COMPOSE_PROJECT_NAME=$project

# in_volume NAME DIRECTORY COMMAND...: with the volume at /volume and the directory at /copy.
in_volume() {
  local volume=$1 directory=$2
  shift 2
  docker run --rm --network none --user 0:0 --entrypoint "$1" -v "${project}_$volume:/volume" -v "$directory:/copy" postgres:18 "${@:2}"
}
