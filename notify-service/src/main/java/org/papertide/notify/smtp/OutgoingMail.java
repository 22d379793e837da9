package org.papertide.notify.smtp;

import java.time.Instant;
import org.papertide.notify.message.MailKind;

/**
 * What one mail needs beside its message.
 *
 * @param deliveryId names it in its return address
 * @param editionId with {@code subscriptionId} and {@code kind}: names it in its Message-ID
 * @param kind what it is for
 * @param plannedAt when its edition was planned
 * @param expires when it is too late
 * @param subscriptionId whose
 * @param address where to; hostile only as far as {@code MailAddress} lets it be
 * @param contentId what it says
 */
public record OutgoingMail(
        long deliveryId,
        long editionId,
        MailKind kind,
        Instant plannedAt,
        Instant expires,
        long subscriptionId,
        String address,
        String contentId) {

    /** Never the address. */
    @Override
    public String toString() {
        return "OutgoingMail[" + deliveryId + "]";
    }
}
