package org.papertide.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * The simplest stream with state, as a reference: one store that keeps the newest value of each
 * input key, with exactly-once v2, in a process of its own. Like every stateful processor it reads
 * the value that it replaces.
 */
final class KeyedStore {

    private static final Logger ROOT = Logger.getLogger("");
    private static final String STORE = "newest";

    private KeyedStore() {}

    /**
     * Runs until the process is ended.
     *
     * @param arguments bootstrap servers, input topic, application id, state directory
     */
    public static void main(String[] arguments) throws InterruptedException {
        ROOT.setLevel(Level.SEVERE);
        KafkaStreams streams =
                new KafkaStreams(
                        topology(arguments[1]),
                        settings(arguments[0], arguments[2], Path.of(arguments[3])));
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
        streams.start();
        Thread.currentThread().join();
    }

    /** Starts it with the flags of a service under measurement. */
    static Process start(String bootstrap, String topic, String applicationId, Path state) {
        return new Tool(Path.of(System.getProperty("java.home"), "bin/java"))
                .start(
                        List.of(
                                        "-Xmx" + ServiceSettings.HEAP,
                                        "-XX:+UseParallelGC",
                                        "--enable-native-access=ALL-UNNAMED",
                                        "--sun-misc-unsafe-memory-access=allow",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        KeyedStore.class.getName(),
                                        bootstrap,
                                        topic,
                                        applicationId,
                                        state.toString())
                                .toArray(String[]::new));
    }

    private static Properties settings(String bootstrap, String applicationId, Path state) {
        Properties settings = new Properties();
        settings.putAll(
                Map.of(
                        StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        StreamsConfig.APPLICATION_ID_CONFIG,
                        applicationId,
                        StreamsConfig.STATE_DIR_CONFIG,
                        state.toString(),
                        StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                        StreamsConfig.EXACTLY_ONCE_V2,
                        StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                        2,
                        "auto.offset.reset",
                        "earliest"));
        return settings;
    }

    private static Topology topology(String topic) {
        Topology topology = new Topology();
        topology.addSource(
                "input", new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic);
        topology.addProcessor("keep", Keep::new, "input");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(STORE),
                        Serdes.ByteArray(),
                        Serdes.ByteArray()),
                "keep");
        return topology;
    }

    private static final class Keep implements Processor<byte[], byte[], Void, Void> {

        private @Nullable KeyValueStore<byte[], byte[]> store;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore(STORE);
        }

        @Override
        public void process(Record<byte[], byte[]> message) {
            KeyValueStore<byte[], byte[]> newest = store;
            if (newest != null) {
                newest.get(message.key());
                newest.put(message.key(), message.value());
            }
        }
    }
}
