package org.papertide.ranking.search;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.jboss.logging.Logger;

/**
 * Where a replica keeps its index. An index that cannot be used (it is damaged, or of another
 * release) is deleted and made anew. One that another process has opened is left to it, and another
 * one is made beside it.
 */
final class IndexDirectory {

    private static final Logger LOG = Logger.getLogger(IndexDirectory.class);

    private static final String NAME = "papers";

    /** More processes do not share a directory by mistake. */
    private static final int MOST = 4;

    private final Path base;
    private final double bufferMegabytes;

    IndexDirectory(Path base, double bufferMegabytes) {
        this.base = base;
        this.bufferMegabytes = bufferMegabytes;
    }

    /**
     * Opens the index, be it empty.
     *
     * @param anew whether the one that is there is not to be trusted
     * @throws IOException if none can be made
     */
    PaperIndex open(boolean anew) throws IOException {
        LockObtainFailedException locked = null;
        for (int number = 1; number <= MOST; number++) {
            Path path = base.resolve(number == 1 ? NAME : NAME + "-" + number);
            try {
                return open(path, anew);
            } catch (LockObtainFailedException e) {
                LOG.warnf(
                        "Another process uses the index; another one is made. directory=%s", path);
                locked = e;
            }
        }
        throw new IOException("every directory for an index is in use", locked);
    }

    private PaperIndex open(Path path, boolean anew) throws IOException {
        Directory directory = FSDirectory.open(path);
        try {
            if (anew) {
                delete(directory);
            }
            return attempt(directory, path);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private PaperIndex attempt(Directory directory, Path path) throws IOException {
        try {
            return PaperIndex.open(directory, bufferMegabytes);
        } catch (LockObtainFailedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            LOG.warnf(
                    "The index cannot be used and is rebuilt from the stream. directory=%s error=\"%s\"",
                    path, e.toString());
            delete(directory);
            return PaperIndex.open(directory, bufferMegabytes);
        }
    }

    /** Deletes every file but the lock. */
    private static void delete(Directory directory) throws IOException {
        try (var lock = directory.obtainLock("write.lock")) {
            lock.ensureValid();
            for (String file : directory.listAll()) {
                if (!file.equals("write.lock")) {
                    directory.deleteFile(file);
                }
            }
        }
    }
}
