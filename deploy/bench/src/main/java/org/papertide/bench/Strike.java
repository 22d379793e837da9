package org.papertide.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What happens to the service, or to what it needs, while it sends an edition. */
enum Strike {

    /** It is asked to end, and started again. */
    TERMINATED("SIGTERM", 0) {
        @Override
        void hit(MailTrial trial, ReceiverSink sink) {
            trial.service().stop();
            trial.service().start();
            trial.service().awaitReady();
        }
    },

    /** It is killed, and started again. */
    KILLED("kill -9", 1) {
        @Override
        void hit(MailTrial trial, ReceiverSink sink) {
            trial.service().kill();
            trial.service().start();
            trial.service().awaitReady();
        }
    },

    /** No process of PostgreSQL answers for a while; connections stay. */
    DATABASE_FROZEN("PostgreSQL frozen for 10 s", 0) {
        @Override
        void hit(MailTrial trial, ReceiverSink sink) throws SQLException {
            FrozenPostgres frozen = FrozenPostgres.freeze(trial);
            LockSupport.parkNanos(AWAY.toNanos());
            frozen.thaw();
            trial.service().awaitReady();
        }
    },

    /** All connections to the receiver break, and nobody answers for a while. */
    RECEIVER_CUT("receiver cut for 10 s", 1) {
        @Override
        void hit(MailTrial trial, ReceiverSink sink) {
            sink.cut();
            LockSupport.parkNanos(AWAY.toNanos());
            sink.mend();
        }
    };

    private static final Duration AWAY = Duration.ofSeconds(10);

    private final String title;
    private final int uncertain;

    Strike(String title, int uncertain) {
        this.title = title;
        this.uncertain = uncertain;
    }

    String title() {
        return title;
    }

    /** How many mails of each connection may have come twice. */
    int uncertain() {
        return uncertain;
    }

    /** Does it, and returns when all is as before. */
    abstract void hit(MailTrial trial, ReceiverSink sink) throws SQLException;
}
