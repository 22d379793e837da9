package org.papertide.notify.returned.webhook;

import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;

/** What is asked of Amazon SNS, at addresses that {@link SnsAddresses} lets through. */
interface AmazonSns {

    /**
     * The certificate that signs notifications.
     *
     * @throws IOException if it cannot be had
     */
    X509Certificate certificate(URI address) throws IOException;

    /**
     * Confirms a subscription.
     *
     * @throws IOException if that was not answered with success
     */
    void confirm(URI address) throws IOException;
}
