"""Prints breakouts, keeps the top ten, or joins signals with papers, until Ctrl-C."""

import json
import os
import sys

from confluent_kafka import Consumer, KafkaError, OFFSET_BEGINNING, TopicPartition

KAFKA = os.environ.get("PAPERTIDE_KAFKA", "localhost:8086")
PREFIX = os.environ.get("PAPERTIDE_PREFIX", "papertide.")


def consumer(group, **settings):
    return Consumer({
        "bootstrap.servers": KAFKA,
        "group.id": group,
        "isolation.level": "read_committed",  # leaves out what a transaction took back
        "auto.offset.reset": "earliest",
        "enable.auto.commit": False,
        **settings,
    })


def decoded(message):
    """The event; None for a tombstone; raises ValueError for what is neither."""
    value = message.value()
    if value is None:
        return None
    event = json.loads(value)
    if not isinstance(event, dict):
        raise ValueError("not an object")
    return event


def messages(kafka, caught_up=None):
    """Records without end. caught_up is called once, behind the last record that waited at the start."""
    behind = None
    while True:
        message = kafka.poll(1.0)
        if message is None:
            continue
        error = message.error()
        if error is None:
            yield message
        elif error.code() == KafkaError._PARTITION_EOF:
            if behind is None:
                behind = {(p.topic, p.partition) for p in kafka.assignment()}
            before = len(behind)
            behind.discard((message.topic(), message.partition()))
            if before and not behind and caught_up is not None:
                caught_up()
        elif error.fatal():
            raise SystemExit(str(error))


def beginnings(kafka, name):
    topic = kafka.list_topics(PREFIX + name, timeout=30).topics[PREFIX + name]
    return [TopicPartition(PREFIX + name, p, OFFSET_BEGINNING) for p in topic.partitions]


def from_the_beginning(name):
    """All partitions of a topic, anew at each start: for a table in memory."""
    kafka = consumer("example-python", **{"enable.partition.eof": True})
    kafka.assign(beginnings(kafka, name))
    return kafka


def left_out(message, reason):
    print(f"left out {message.topic()}-{message.partition()}@{message.offset()}: {reason}", file=sys.stderr)


def breakouts():
    """In a group: what was printed is not printed again by the next start."""
    kafka = consumer("example-python")
    kafka.subscribe([PREFIX + "breakouts.v1"])
    try:
        for message in messages(kafka):
            try:
                event = decoded(message)
                paper = event["paper"]
                print(event["at"], paper["id"], f"{event['score']:.0f}", paper["title"], flush=True)
            except (ValueError, KeyError, TypeError) as e:
                left_out(message, e)
            kafka.commit(message=message, asynchronous=False)  # behind the work: at least once
    finally:
        kafka.close()


def top():
    scores = {}
    state = {"complete": False, "printed": None}

    def show():
        state["complete"] = True
        rows = sorted(scores.values(), key=lambda s: (-s["score"], s["paper"]["id"]))[:10]
        lines = [f"{i} {s['score']:.0f} {s['paper']['id']} {s['paper']['title']}" for i, s in enumerate(rows, 1)]
        if lines != state["printed"]:
            state["printed"] = lines
            print("\n".join(lines) + "\n", flush=True)

    kafka = from_the_beginning("scores.v1")
    try:
        for message in messages(kafka, show):
            try:
                event = decoded(message)
                key = message.key().decode()
                if event is None:
                    scores.pop(key, None)  # a tombstone: the paper has no score any more
                else:
                    scores[key] = {"score": float(event["score"]),
                                   "paper": {"id": event["paper"]["id"], "title": event["paper"]["title"]}}
            except (ValueError, KeyError, TypeError) as e:
                left_out(message, e)
            if state["complete"]:
                show()
    finally:
        kafka.close()


def readings():
    titles, merged = {}, {}

    def show(signal):
        paper = merged.get(signal["paperId"], signal["paperId"])
        if paper in titles:
            print(signal["observedAt"], paper, signal["value"], signal["metric"], titles[paper], flush=True)

    def caught_up():
        # A stream has no order with another one: signals are read once the titles are known.
        kafka.incremental_assign(beginnings(kafka, "signals.v1"))

    kafka = from_the_beginning("papers.v1")
    try:
        for message in messages(kafka, caught_up):
            try:
                event = decoded(message)
                if message.topic().endswith("signals.v1"):
                    show(event)
                    continue
                key = message.key().decode()
                if event is not None and event["status"] == "LISTED":
                    titles[key] = event["title"]
                else:
                    titles.pop(key, None)
                if event is not None and event["status"] == "MERGED":
                    merged[key] = event["mergedInto"]
            except (ValueError, KeyError, TypeError) as e:
                left_out(message, e)
    finally:
        kafka.close()


if __name__ == "__main__":
    commands = {"breakouts": breakouts, "top": top, "readings": readings}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit("usage: example.py breakouts|top|readings")
    try:
        commands[sys.argv[1]]()
    except KeyboardInterrupt:
        pass
