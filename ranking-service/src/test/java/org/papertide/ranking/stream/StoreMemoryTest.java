package org.papertide.ranking.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.papertide.ranking.topology.RankingTopology;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.CompressionType;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

class StoreMemoryTest {

    private static final int PAPERS = 2_000;

    private static final int STORES = StoreMemory.stores(12);

    private static final Map<String, Object> SETTINGS = Map.of(StoreMemory.STORES, STORES);

    private static final int RECORD_BYTES = 10_000;

    static {
        RocksDB.loadLibrary();
    }

    /** Words as often as in a language, so that it can be pressed as far as a language. */
    private static byte[] text(Random random) {
        return IntStream.range(0, 150)
                .mapToObj(_ -> Integer.toString((int) Math.exp(8 * random.nextDouble()), 36))
                .collect(Collectors.joining(" "))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static long bytesOnDisk(String store, Path folder) throws RocksDBException {
        Random random = new Random(5);
        try (Options options = new Options();
                CompactRangeOptions wholly = new CompactRangeOptions()) {
            // As Kafka Streams begins.
            options.setCreateIfMissing(true).setCompressionType(CompressionType.NO_COMPRESSION);
            options.setTableFormatConfig(new BlockBasedTableConfig());
            new StoreMemory().setConfig(store, options, SETTINGS);
            wholly.setBottommostLevelCompaction(BottommostLevelCompaction.kForce);
            try (RocksDB db = RocksDB.open(options, folder.resolve(store).toString())) {
                for (int n = 0; n < PAPERS; n++) {
                    db.put(
                            "arxiv:2501.%05d".formatted(n).getBytes(StandardCharsets.US_ASCII),
                            text(random));
                }
                db.compactRange(db.getDefaultColumnFamily(), null, null, wholly);
                return db.getLiveFilesMetaData().stream().mapToLong(LiveFileMetaData::size).sum();
            }
        }
    }

    @Test
    void pressesTextsOnly(@TempDir Path folder) throws RocksDBException {
        long trends = bytesOnDisk(RankingTopology.TRENDS, folder);
        long papers = bytesOnDisk(RankingTopology.PAPERS, folder);
        long readers = bytesOnDisk("read-papers", folder);
        assertThat(trends).isGreaterThan(400L * PAPERS);
        assertThat(papers).isLessThan(trends * 6 / 10);
        assertThat(readers).isLessThan(trends * 6 / 10);
    }

    @Test
    void storesThatRestDoNotMakeEachCommitOfAnotherAFile(@TempDir Path folder)
            throws RocksDBException, IOException {
        List<RocksDB> stores = new ArrayList<>();
        try (Options options = new Options();
                WriteOptions unlogged = new WriteOptions().setDisableWAL(true)) {
            options.setCreateIfMissing(true);
            options.setTableFormatConfig(new BlockBasedTableConfig());
            new StoreMemory().setConfig("store", options, SETTINGS);
            for (int n = 0; n < STORES; n++) {
                stores.add(RocksDB.open(options, folder.resolve("store" + n).toString()));
            }
            // Nearly as much as a store keeps before it writes by itself.
            for (RocksDB resting : stores.subList(1, STORES)) {
                for (int n = 0; n < 90; n++) {
                    resting.put(unlogged, key(n), new byte[RECORD_BYTES]);
                }
            }
            for (int n = 0; n < 100; n++) {
                stores.getFirst().put(unlogged, key(n), new byte[100]);
            }
            assertThat(files(folder.resolve("store0"))).isZero();
        } finally {
            stores.forEach(RocksDB::close);
        }
    }

    private static byte[] key(int n) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(n).array();
    }

    private static long files(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            return files.filter(file -> file.toString().endsWith(".sst")).count();
        }
    }
}
