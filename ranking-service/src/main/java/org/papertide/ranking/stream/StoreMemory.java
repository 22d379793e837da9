package org.papertide.ranking.stream;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.jspecify.annotations.Nullable;
import org.papertide.ranking.topology.RankingTopology;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One memory for all stores of the process. By default each store would take up to 100 MB. Texts
 * are compressed.
 */
public final class StoreMemory implements RocksDBConfigSetter {

    /**
     * Setting of Kafka Streams with the most stores that the process may have: those of all
     * partitions, which it has while it is the only replica.
     */
    static final String STORES = "papertide.stores";

    private static final int STORES_PER_PARTITION = 6;
    private static final int STORES_OF_READERS = 4;

    /** Of one store; a store that rests keeps up to this. With many stores it is half of it. */
    private static final long WRITE_BUFFER_BYTES = 1024 * 1024;

    /** Beside the resting stores, for those that are written to. */
    private static final long WRITTEN_BYTES = 20L * 1024 * 1024;

    /** More stores than that have the smaller buffers: those of four partitions. */
    private static final int FEW_STORES = stores(4);

    /** What was read. */
    private static final long READ_BYTES = 24L * 1024 * 1024;

    /** What an open store takes at least; by default an eighth of its buffer. */
    private static final long BLOCK_BYTES = 64 * 1024;

    /** Prefix of the readers' stores. */
    private static final String READERS = "read-";

    private static @Nullable Shared shared;

    private record Shared(Cache cache, WriteBufferManager writes, long writeBufferBytes) {}

    /** How many stores a process may have. */
    static int stores(int partitions) {
        return STORES_PER_PARTITION * partitions + STORES_OF_READERS;
    }

    /**
     * Made when the first store is opened, since the library is loaded then. All stores together
     * stay below what may be written: once that is reached, each commit of a transactional store
     * becomes a file, however small.
     */
    private static synchronized Shared shared(int stores) {
        if (shared == null) {
            long buffer = stores <= FEW_STORES ? WRITE_BUFFER_BYTES : WRITE_BUFFER_BYTES / 2;
            long written = stores * buffer + WRITTEN_BYTES;
            Cache cache = new LRUCache(written + READ_BYTES);
            shared = new Shared(cache, new WriteBufferManager(written, cache), buffer);
        }
        return shared;
    }

    @Override
    public void setConfig(String store, Options options, Map<String, Object> settings) {
        Shared memory = shared((int) Objects.requireNonNull(settings.get(STORES)));
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(memory.cache());
        table.setCacheIndexAndFilterBlocks(true);
        options.setWriteBufferManager(memory.writes());
        options.setWriteBufferSize(memory.writeBufferBytes());
        options.setMaxWriteBufferNumber(2);
        options.setArenaBlockSize(BLOCK_BYTES);
        options.setTableFormatConfig(table);
        if (isText(store)) {
            options.setCompressionType(CompressionType.LZ4_COMPRESSION);
            options.setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION);
        }
    }

    /**
     * Stores of texts, which are read rarely, and the readers' stores. The others hold numbers that
     * are read all the time.
     */
    private static boolean isText(String store) {
        return store.equals(RankingTopology.PAPERS) || store.startsWith(READERS);
    }

    @Override
    public void close(String store, Options options) {
        // Shared by all stores until the process ends.
    }
}
