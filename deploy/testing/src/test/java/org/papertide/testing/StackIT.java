package org.papertide.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.Topic;
import org.papertide.events.Topics;

class StackIT {

    private static final String PATIENT = "60";
    private static final String IMPATIENT = "1";

    /** Another process of the build, which finds the stack by its files as this one did. */
    @Test
    void isTheSameForEveryoneInTheBuild() throws IOException, InterruptedException {
        TestStack here = TestStack.get();
        Process other =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-Dpapertide.root=" + Checkout.root(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Addresses.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();

        String there = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(other.waitFor()).isZero();
        assertThat(there).isEqualTo(Addresses.of(here));
    }

    /** Prints where the stack of the build is. */
    static final class Addresses {

        private Addresses() {}

        public static void main(String[] arguments) {
            System.out.print(of(TestStack.get()));
        }

        static String of(TestStack stack) {
            return "%s %d %d %s"
                    .formatted(
                            stack.kafka(),
                            stack.smtpPort(),
                            stack.imapPort(),
                            stack.newDatabase("same").jdbcUrl().replaceFirst("/same_.*", ""));
        }
    }

    @Test
    void givesEachTestItsOwnDatabase() throws SQLException {
        TestDatabase one = TestStack.get().newDatabase("one");
        TestDatabase other = TestStack.get().newDatabase("one");

        execute(one, "CREATE TABLE t (id int)");

        assertThat(other).isNotEqualTo(one);
        execute(other, "CREATE TABLE t (id int)");
    }

    @Test
    void databasesTakeTheExtensionsThatPostgresTrusts() throws SQLException {
        execute(TestStack.get().newDatabase("ext"), "CREATE EXTENSION pg_trgm");
    }

    @Test
    void kafkaCreatesTopicsOnlyWhenAsked() throws Exception {
        String topic = TestStack.get().newTopicPrefix() + "papers.v1";
        try (Admin admin = admin(TestStack.get().kafka())) {
            admin.createTopics(List.of(new NewTopic(topic, 4, (short) 1))).all().get();
            assertThat(admin.listTopics().names().get()).contains(topic);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
    void kafkaTakesEveryCompression(String compression) throws Exception {
        String topic = TestStack.get().newTopicPrefix() + compression;
        try (Admin admin = admin(TestStack.get().kafka())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        TestStack.get().kafka(),
                        "compression.type",
                        compression);
        try (Producer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            var sent = producer.send(new ProducerRecord<>(topic, "key", "value".repeat(100)));
            assertThat(sent.get(60, TimeUnit.SECONDS).offset()).isZero();
        }
    }

    /** Else a consumer gets into memory whatever somebody packed below the limit. */
    @Test
    void kafkaRefusesWhatIsTooLargeOnceItIsUnpacked() throws Exception {
        Topics topics = new Topics(TestStack.get().newTopicPrefix(), 1, (short) 1);
        try (Admin admin = admin(TestStack.get().kafka())) {
            // As an earlier release made it.
            admin.createTopics(
                            List.of(
                                    new NewTopic(topics.name(Topic.SIGNALS), 1, (short) 1)
                                            .configs(Map.of("max.message.bytes", "262144"))))
                    .all()
                    .get();
            topics.createOrVerify(admin, List.of(Topic.SIGNALS, Topic.PAPERS));
        }
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        TestStack.get().kafka(),
                        "compression.type",
                        "gzip",
                        "max.request.size",
                        20_000_000);
        try (Producer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (Topic topic : List.of(Topic.SIGNALS, Topic.PAPERS)) {
                var large =
                        producer.send(
                                new ProducerRecord<>(
                                        topics.name(topic), "key", " ".repeat(10_000_000)));
                assertThatThrownBy(large::get).hasCauseInstanceOf(RecordTooLargeException.class);
                var good =
                        producer.send(
                                new ProducerRecord<>(
                                        topics.name(topic), "key", " ".repeat(200_000)));
                assertThat(good.get(60, TimeUnit.SECONDS).offset()).isZero();
            }
        }
    }

    @Test
    void mailboxReadsWhatWasSent() throws MessagingException {
        TestStack stack = TestStack.get();
        String address = stack.newAddress("reader");

        send(stack.smtpPort(), address, "Grüße", "see http://localhost/confirm/abc now");

        ReceivedMail mail = stack.mailbox(address).await(m -> m.subject().equals("Grüße"));
        assertThat(mail.link("/confirm/")).contains("http://localhost/confirm/abc");
        assertThat(stack.mailbox(stack.newAddress("other")).mails()).isEmpty();
    }

    @Test
    void privateKafkaComesBackOnItsPortWithItsData() throws Exception {
        try (PrivateStack mine = TestStack.privateStack()) {
            TestServer kafka = mine.newKafka();
            kafka.start();
            try (Admin admin = admin(kafka.address());
                    Admin impatient = impatientAdmin(kafka.address())) {
                admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
                kafka.stop();
                assertThatThrownBy(() -> names(impatient)).isInstanceOf(ExecutionException.class);
                kafka.start();
                assertThat(names(admin)).contains("kept");

                kafka.pause();
                assertThatThrownBy(() -> names(impatient)).isInstanceOf(ExecutionException.class);
                kafka.resume();
                assertThat(names(admin)).contains("kept");
            }
        }
    }

    @Test
    void privatePostgresComesBackOnItsPortWithItsData() throws SQLException {
        try (PrivateStack mine = TestStack.privateStack()) {
            TestServer postgres = mine.newPostgres();
            assertThatThrownBy(() -> execute(postgres.database(), "SELECT 1"))
                    .isInstanceOf(SQLException.class);
            postgres.start();
            TestDatabase database = postgres.newDatabase("kept");
            execute(database, "CREATE TABLE kept (id int)");
            postgres.stop();
            assertThatThrownBy(() -> execute(database, "SELECT 1"))
                    .isInstanceOf(SQLException.class);
            postgres.start();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .ignoreExceptions()
                    .untilAsserted(() -> execute(database, "SELECT * FROM kept"));

            postgres.pause();
            assertThatThrownBy(() -> execute(database, "SELECT 1", IMPATIENT))
                    .isInstanceOf(SQLException.class);
            postgres.resume();
            execute(database, "SELECT 1");
        }
    }

    private static Admin admin(String bootstrap) {
        return Admin.create(Map.of("bootstrap.servers", bootstrap));
    }

    /** For a broker that is not expected to answer. */
    private static Admin impatientAdmin(String bootstrap) {
        return Admin.create(
                Map.of(
                        "bootstrap.servers", bootstrap,
                        "default.api.timeout.ms", 1_000,
                        "request.timeout.ms", 1_000));
    }

    private static List<String> names(Admin admin) throws Exception {
        return List.copyOf(admin.listTopics().names().get(60, TimeUnit.SECONDS));
    }

    private static void execute(TestDatabase database, String sql) throws SQLException {
        execute(database, sql, PATIENT);
    }

    /**
     * @param patience with a server that does not answer, in seconds
     */
    private static void execute(TestDatabase database, String sql, String patience)
            throws SQLException {
        Properties settings = new Properties();
        settings.put("user", database.user());
        settings.put("password", database.password());
        settings.put("connectTimeout", patience);
        settings.put("loginTimeout", patience);
        settings.put("socketTimeout", patience);
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), settings);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void send(int port, String to, String subject, String text)
            throws MessagingException {
        Properties settings = new Properties();
        settings.put("mail.smtp.host", "127.0.0.1");
        settings.put("mail.smtp.port", Integer.toString(port));
        MimeMessage message = new MimeMessage(Session.getInstance(settings));
        message.setFrom(new InternetAddress("sender@example.org"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject(subject, "UTF-8");
        message.setText(text, "UTF-8");
        Transport.send(message);
    }
}
