package org.papertide.notify.returned.webhook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;

/** Asks Amazon SNS over HTTPS; follows no redirect. */
final class HttpAmazonSns implements AmazonSns, AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** A certificate has 2 kB. */
    private static final int MAX_BYTES = 64 * 1024;

    private final HttpClient client;

    HttpAmazonSns() {
        this(HttpClient.newBuilder());
    }

    /**
     * @param builder what else the client is to have; redirects and time are set here
     */
    HttpAmazonSns(HttpClient.Builder builder) {
        this.client =
                builder.followRedirects(HttpClient.Redirect.NEVER).connectTimeout(LONGEST).build();
    }

    @Override
    public X509Certificate certificate(URI address) throws IOException {
        try (InputStream body = get(address)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(body);
        } catch (CertificateException e) {
            throw new IOException("not a certificate", e);
        }
    }

    @Override
    public void confirm(URI address) throws IOException {
        get(address).close();
    }

    private InputStream get(URI address) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(LONGEST).GET().build();
        try {
            HttpResponse<InputStream> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new IOException("Amazon SNS answered " + answer.statusCode());
                }
                return new ByteArrayInputStream(body.readNBytes(MAX_BYTES));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
