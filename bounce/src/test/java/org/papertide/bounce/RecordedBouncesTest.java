package org.papertide.bounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.papertide.bounce.ReturnedMail.Kind;

/** Real mails with what their collectors say of them; not part of the checkout. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedBouncesTest {

    private static final Path RECORDED =
            Path.of(System.getProperty("papertide.root", ".."), "../shared/data/bounces");

    private final List<Case> cases = new ArrayList<>();

    private record Case(String file, String stated, JsonNode expected, ReturnedMail returned) {

        /** One collector states only whether the server had given up, and not why. */
        boolean isOnlyPermanence() {
            return !expected.findPath("temporary").isMissingNode();
        }

        Set<Kind> kinds() {
            return switch (stated) {
                case "hard" ->
                        isOnlyPermanence()
                                ? EnumSet.of(Kind.HARD, Kind.SOFT, Kind.POLICY)
                                : EnumSet.of(Kind.HARD);
                case "soft" -> EnumSet.of(Kind.SOFT, Kind.POLICY, Kind.DELAYED);
                case "mixed" -> EnumSet.of(Kind.SOFT, Kind.HARD);
                case "complaint" -> EnumSet.of(Kind.COMPLAINT, Kind.UNSUBSCRIBE);
                case "auto_reply", "challenge_response" -> EnumSet.of(Kind.AUTO_REPLY);
                case "delivered" -> EnumSet.of(Kind.SUCCESS);
                case "not_bounce", "human_reply_body" -> EnumSet.of(Kind.UNKNOWN, Kind.AUTO_REPLY);
                default -> throw new IllegalStateException("no kind is known for " + stated);
            };
        }

        Set<String> recipients() {
            Set<String> stated = new TreeSet<>();
            expected.findValues("addresses")
                    .forEach(list -> list.forEach(address -> stated.add(lower(address.asText()))));
            expected.findValuesAsText("email").forEach(address -> stated.add(lower(address)));
            return stated;
        }
    }

    @BeforeAll
    void read() throws IOException {
        Path manifest = RECORDED.resolve("manifest.jsonl");
        assumeTrue(Files.exists(manifest), "no recorded bounces beside the checkout");
        ObjectMapper json = new ObjectMapper();
        BounceReader reader = new BounceReader();
        for (String line : Files.readAllLines(manifest)) {
            JsonNode entry = json.readTree(line);
            Path file = RECORDED.resolve(entry.path("file").asText());
            boolean states =
                    !entry.path("expected").isMissingNode() && !entry.path("expected").isNull();
            if (!states || entry.path("expected_class").asText().equals("unlabelled")) {
                continue;
            }
            try (InputStream mail = Files.newInputStream(file)) {
                cases.add(
                        new Case(
                                file.getFileName().toString(),
                                entry.path("expected_class").asText(),
                                entry.path("expected"),
                                reader.read(mail)));
            }
        }
        assertThat(cases).hasSizeGreaterThan(600);
    }

    @Test
    void saysWhatIsStatedOf97InAHundred() {
        List<String> wrong =
                cases.stream()
                        .filter(each -> !each.kinds().contains(each.returned().kind()))
                        .map(each ->
                                each.file() + " " + each.stated() + " " + each.returned().kind())
                        .toList();

        print("of all", cases.size(), wrong.size());
        assertThat(wrong).hasSizeLessThanOrEqualTo(cases.size() * 3 / 100);
    }

    /** What is stated, in figures that a change can be judged by. */
    private static void print(String of, int all, int wrong) {
        System.out.printf(
                Locale.ROOT,
                "recorded bounces, %s: %d of %d as stated, %.2f %%%n",
                of,
                all - wrong,
                all,
                100.0 * (all - wrong) / all);
    }

    @Test
    void saysSoOf97InAHundredOfThoseWhoStateTheKind() {
        List<Case> stated = cases.stream().filter(each -> !each.isOnlyPermanence()).toList();
        List<String> wrong =
                stated.stream()
                        .filter(each -> !each.kinds().contains(each.returned().kind()))
                        .map(Case::file)
                        .toList();

        print("of those who state the kind", stated.size(), wrong.size());
        assertThat(stated).hasSizeGreaterThan(550);
        assertThat(wrong).hasSizeLessThanOrEqualTo(stated.size() * 3 / 100);
    }

    @Test
    void condemnsNoAddressOfAMailThatIsNotHard() {
        assertThat(cases)
                .filteredOn(each -> each.returned().kind() == Kind.HARD)
                .extracting(Case::stated)
                .isSubsetOf("hard", "mixed");
    }

    @Test
    void namesTheStatedRecipientOf97InAHundred() {
        List<Case> named = cases.stream().filter(each -> !each.recipients().isEmpty()).toList();
        List<String> wrong =
                named.stream()
                        .filter(each ->
                                !each.recipients()
                                        .contains(
                                                lower(
                                                        Objects.requireNonNullElse(
                                                                each.returned().recipient(), ""))))
                        .map(Case::file)
                        .toList();

        print("by their recipient", named.size(), wrong.size());
        assertThat(named).hasSizeGreaterThan(80);
        assertThat(wrong).hasSizeLessThanOrEqualTo(named.size() * 3 / 100);
    }

    private static String lower(String address) {
        return address.toLowerCase(Locale.ROOT);
    }
}
