package org.papertide.platform;

import java.io.IOException;
import java.nio.file.Path;

/** Makes keys for servers with TLS, by the JDK's own tool. */
public final class Keytool {

    private Keytool() {}

    /** A new PKCS #12 store with a key pair and its own certificate, for this machine. */
    public static void makeKeys(Path store, String alias, String password)
            throws IOException, InterruptedException {
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                                "-genkeypair",
                                "-alias",
                                alias,
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "SAN=dns:localhost,ip:127.0.0.1",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                password)
                        .inheritIO()
                        .start();
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool made no keys");
        }
    }
}
