package org.papertide.ranking.stream;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.papertide.ranking.topology.RankingTopology;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * One memory for all stores of the process. By default each store would take up to 100 MB. There
 * are six stores for each partition and four for readers. Texts are compressed.
 */
public final class StoreMemory implements RocksDBConfigSetter {

    /** What all stores write to before it becomes a file. */
    private static final long WRITE_BYTES = 48L * 1024 * 1024;

    /** What was read, and what is written. */
    private static final long CACHE_BYTES = WRITE_BYTES + 24L * 1024 * 1024;

    /**
     * Of one store; a store that rests keeps up to this. At four partitions all stores together
     * stay below {@link #WRITE_BYTES}: once that is reached, each commit of a transactional store
     * becomes a file, however small.
     */
    private static final long WRITE_BUFFER_BYTES = 1024 * 1024;

    /** What an open store takes at least; by default an eighth of its buffer. */
    private static final long BLOCK_BYTES = 64 * 1024;

    /** Prefix of the readers' stores. */
    private static final String READERS = "read-";

    /** Creates the native objects when a store is opened, since their library is loaded then. */
    private static final class Shared {
        static final Cache CACHE = new LRUCache(CACHE_BYTES);
        static final WriteBufferManager WRITES = new WriteBufferManager(WRITE_BYTES, CACHE);
    }

    @Override
    public void setConfig(String store, Options options, Map<String, Object> settings) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(Shared.CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        options.setWriteBufferManager(Shared.WRITES);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
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
