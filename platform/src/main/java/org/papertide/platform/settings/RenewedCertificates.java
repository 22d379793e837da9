package org.papertide.platform.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.auth.SslEngineFactory;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * TLS of Kafka's clients with a certificate that is renewed in its file while the service runs.
 * Kafka's own factory reads the files once, when a client is made: its connections fail from the
 * day on which that certificate ends. Here each new connection takes what the files have then;
 * connections that are open stay.
 *
 * <p>{@code ssl.keystore.location} is the certificate, such as {@code user.crt} or {@code tls.crt};
 * its key is beside it, as {@code user.key}. {@code ssl.truststore.location} are the authorities.
 * All are PEM, which needs no password that is renewed apart from the file. Files that cannot be
 * used are left until they can: connections are made with those of before.
 */
public final class RenewedCertificates implements SslEngineFactory {

    private static final Logger LOG = Logger.getLogger(RenewedCertificates.class);

    /** The files as they were read; empty where the setting is absent. */
    private record Pem(String certificate, String key, String authorities) {}

    private Map<String, ?> settings = Map.of();
    private @Nullable Pem current;
    private DefaultSslEngineFactory engines = new DefaultSslEngineFactory();

    @Override
    public void configure(Map<String, ?> configs) {
        settings = configs;
        try {
            use(read());
        } catch (IOException e) {
            throw new KafkaException("The certificates for Kafka cannot be read.", e);
        }
    }

    @Override
    public SSLEngine createClientSslEngine(String host, int port, String identification) {
        try {
            Pem found = read();
            if (!found.equals(current)) {
                use(found);
                LOG.info("Renewed certificates are used for connections to Kafka.");
            }
        } catch (IOException | KafkaException e) {
            LOG.warnf("Renewed certificates cannot be used. error=\"%s\"", e.getMessage());
        }
        return engines.createClientSslEngine(host, port, identification);
    }

    private void use(Pem pem) {
        Map<String, Object> own = new HashMap<>(settings);
        own.remove(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG);
        own.remove(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG);
        if (!pem.certificate().isEmpty()) {
            own.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, DefaultSslEngineFactory.PEM_TYPE);
            own.put(
                    SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
                    new Password(pem.certificate()));
            own.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, new Password(pem.key()));
        }
        if (!pem.authorities().isEmpty()) {
            own.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, DefaultSslEngineFactory.PEM_TYPE);
            own.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, new Password(pem.authorities()));
        }
        DefaultSslEngineFactory fresh = new DefaultSslEngineFactory();
        fresh.configure(own);
        engines = fresh;
        current = pem;
    }

    private Pem read() throws IOException {
        String certificate = "";
        String key = "";
        String authorities = "";
        if (settings.get(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG) instanceof String location) {
            // Kubernetes puts another folder in place of the last: both files are of one.
            Path real = Path.of(location).toRealPath();
            String name = real.getFileName().toString();
            certificate = Files.readString(real);
            key = Files.readString(real.resolveSibling(name.replaceFirst("\\.[^.]*$", ".key")));
        }
        if (settings.get(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG) instanceof String location) {
            authorities = Files.readString(Path.of(location));
        }
        return new Pem(certificate, key, authorities);
    }

    @Override
    public SSLEngine createServerSslEngine(String host, int port) {
        throw new UnsupportedOperationException("for clients only");
    }

    @Override
    public boolean shouldBeRebuilt(Map<String, Object> next) {
        return false;
    }

    @Override
    public Set<String> reconfigurableConfigs() {
        return Set.of();
    }

    @Override
    public @Nullable KeyStore keystore() {
        return engines.keystore();
    }

    @Override
    public @Nullable KeyStore truststore() {
        return engines.truststore();
    }

    @Override
    public void close() {
        engines.close();
    }
}
