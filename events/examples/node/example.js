// Prints breakouts, keeps the top ten, or joins signals with papers, until Ctrl-C.
import { randomUUID } from 'node:crypto'
import kafkajs from 'kafkajs'

const { Kafka, logLevel } = kafkajs
const prefix = process.env.PAPERTIDE_PREFIX ?? 'papertide.'
const kafka = new Kafka({
  clientId: 'example-node',
  brokers: (process.env.PAPERTIDE_KAFKA ?? 'localhost:8086').split(','),
  logLevel: logLevel.ERROR
})

// The event; null for a tombstone; throws for what is neither.
function decoded (message) {
  if (message.value === null) return null
  const event = JSON.parse(message.value.toString())
  if (event === null || typeof event !== 'object') throw new Error('not an object')
  return event
}

// Calls handle(event, key) for each record, and caughtUp() once, behind the last one that waited at the start.
async function read ({ group, topics, handle, caughtUp }) {
  const admin = kafka.admin()
  await admin.connect()
  const behind = new Map()
  for (const topic of topics) {
    for (const { partition, low, high } of await admin.fetchTopicOffsets(prefix + topic)) {
      if (BigInt(high) > BigInt(low)) behind.set(`${topic}/${partition}`, BigInt(high) - 1n)
    }
  }
  // KafkaJS leaves out what was not committed (readUncommitted: false) and asks for no topic to be made.
  const consumer = kafka.consumer({ groupId: group, readUncommitted: false, allowAutoTopicCreation: false })
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, async () => {
      await consumer.disconnect()
      await admin.disconnect()
      process.exit(0)
    })
  }
  await consumer.connect()
  await consumer.subscribe({ topics: topics.map(topic => prefix + topic), fromBeginning: true })
  let complete = false
  const look = () => {
    if (!complete && behind.size === 0) {
      complete = true
      caughtUp?.()
    }
  }
  look()
  await consumer.run({
    // At least once: an offset is committed behind its record's work.
    eachBatch: async ({ batch, resolveOffset, heartbeat, commitOffsetsIfNecessary, isRunning }) => {
      const topic = batch.topic.slice(prefix.length)
      for (const message of batch.messages) {
        if (!isRunning()) return
        try {
          handle(decoded(message), message.key.toString())
        } catch (e) {
          console.error(`left out ${batch.topic}-${batch.partition}@${message.offset}: ${e.message}`)
        }
        resolveOffset(message.offset)
        await heartbeat()
      }
      await commitOffsetsIfNecessary()
      const name = `${topic}/${batch.partition}`
      if (behind.has(name) && BigInt(batch.lastOffset()) >= behind.get(name)) behind.delete(name)
      look()
    },
    eachBatchAutoResolve: true
  })
}

// In a group: what was printed is not printed again by the next start.
function breakouts () {
  return read({
    group: 'example-node',
    topics: ['breakouts.v1'],
    handle: event => console.log(event.at, event.paper.id, event.score.toFixed(0), event.paper.title)
  })
}

// A table in memory is read anew at each start: KafkaJS needs a group for that, a new one each time.
const anew = () => `example-node-${randomUUID()}`

function top () {
  const scores = new Map()
  let complete = false
  let printed
  const show = () => {
    complete = true
    const lines = [...scores.values()]
      .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
      .slice(0, 10)
      .map(({ score, id, title }, i) => `${i + 1} ${score.toFixed(0)} ${id} ${title}`)
      .join('\n')
    if (lines !== printed) console.log(`${printed = lines}\n`)
  }
  return read({
    group: anew(),
    topics: ['scores.v1'],
    handle: (event, key) => {
      if (event === null) scores.delete(key) // a tombstone: the paper has no score any more
      else scores.set(key, { score: event.score, id: event.paper.id, title: event.paper.title })
      if (complete) show()
    },
    caughtUp: show
  })
}

function readings () {
  const titles = new Map()
  const merged = new Map()
  const show = signal => {
    const id = merged.get(signal.paperId) ?? signal.paperId
    if (titles.has(id)) console.log(signal.observedAt, id, signal.value, signal.metric, titles.get(id))
  }
  return read({
    group: anew(),
    topics: ['papers.v1'],
    handle: (event, key) => {
      if (event?.status === 'LISTED') titles.set(key, event.title)
      else titles.delete(key)
      if (event?.status === 'MERGED') merged.set(key, event.mergedInto)
    },
    // A stream has no order with another one: signals are read once the titles are known.
    caughtUp: () => read({ group: anew(), topics: ['signals.v1'], handle: show })
  })
}

const commands = { breakouts, top, readings }
const command = commands[process.argv[2]]
if (command === undefined || process.argv.length !== 3) {
  console.error('usage: example.js breakouts|top|readings')
  process.exit(2)
}
await command()
