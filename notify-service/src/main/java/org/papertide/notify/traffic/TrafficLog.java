package org.papertide.notify.traffic;

import java.time.Instant;
import org.jboss.logging.Logger;

/** Says in the log what an operator should know; rates are mails a minute. */
public final class TrafficLog implements Traffic.Listener {

    private static final Logger LOG = Logger.getLogger(TrafficLog.class);

    @Override
    public void paused(String group, Instant until, String reason) {
        LOG.errorf(
                "A receiver refuses mail by policy; mails to it wait. group=%s until=%s error=\"%s\"",
                group, until, reason);
    }

    @Override
    public void doubted(String group, String reason) {
        LOG.warnf(
                "A receiver refuses a mail by policy; many such would pause it. group=%s"
                        + " error=\"%s\"",
                group, reason);
    }

    @Override
    public void slowed(String group, double perMinute, String reason) {
        LOG.warnf(
                "A receiver finds mail too fast; it gets less. group=%s rate=%d error=\"%s\"",
                group, Math.round(perMinute), reason);
    }

    @Override
    public void freed(String group) {
        LOG.infof("A receiver takes mail as fast as before. group=%s", group);
    }

    @Override
    public void late(String group) {
        LOG.warnf(
                "A receiver takes long for its mails; they wait while others have mails. group=%s",
                group);
    }
}
