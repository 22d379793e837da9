package org.papertide.notify.site;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.papertide.events.PaperId;
import org.papertide.notify.http.TestValidator;
import org.papertide.notify.interest.Amount;
import org.papertide.notify.interest.Frequency;
import org.papertide.notify.interest.Interest;
import org.papertide.notify.interest.Theme;
import org.papertide.notify.signup.SubscriptionRequest;
import org.papertide.notify.site.SubscriptionForm.Entered;
import org.papertide.platform.http.Problem.FieldError;
import org.papertide.testing.Growth;

class SubscriptionFormTest {

    private static MultivaluedMap<String, String> form(Map<String, String> fields) {
        return new MultivaluedHashMap<>(fields);
    }

    @Test
    void readsListsPartedByCommasAndLines() {
        Entered entered =
                SubscriptionForm.read(
                        form(
                                Map.of(
                                        "email", " ada@example.org ",
                                        "categories", "cs.LG, stat.ML;\r\n cs.CL ,",
                                        "minimumScore", "2,5",
                                        "hour", "7",
                                        "limit", "",
                                        "timezone", "Europe/Berlin")));

        assertThat(entered.problems()).isEmpty();
        assertThat(entered.request())
                .isEqualTo(
                        new SubscriptionRequest(
                                "ada@example.org",
                                null,
                                "Europe/Berlin",
                                7,
                                List.of("cs.LG", "stat.ML", "cs.CL"),
                                null,
                                null,
                                null,
                                2.5,
                                null));
    }

    /** As programs send them, and as they are read. */
    @ParameterizedTest
    @ValueSource(strings = {"categories", "include", "exclude", "authors", "like"})
    void showsAListOfSeveralFieldsAgainAsAWhole(String field) {
        MultivaluedMap<String, String> form = form(Map.of("email", "nobody"));
        form.put(field, List.of("a1, b2", "\"c3, d4\"", "b2"));

        assertThat(SubscriptionForm.again(form, List.of()).value(field))
                .isEqualTo("a1, b2, \"c3, d4\"");
    }

    @Test
    void showsAListOfOneFieldAgainAsItWasTyped() {
        assertThat(
                        SubscriptionForm.again(form(Map.of("authors", "Ada ;; \"Ada")), List.of())
                                .value("authors"))
                .isEqualTo("Ada ;; \"Ada");
    }

    /**
     * A reader who has chosen UTC keeps it: the script guesses for nobody who has sent the form.
     */
    @Test
    void letsTheTimezoneBeGuessedOnlyWhereNothingWasChosen() {
        assertThat(SubscriptionForm.empty(null).untouched()).isTrue();
        assertThat(SubscriptionForm.filled(List.of("cs.LG"), "tides", "").untouched()).isTrue();
        assertThat(SubscriptionForm.again(form(Map.of("timezone", "UTC")), List.of()).untouched())
                .isFalse();
    }

    @Test
    void callsTheHourOfAlertsWhatItIs() {
        assertThat(SubscriptionForm.again(form(Map.of("frequency", "INSTANT")), List.of()))
                .returns("Rest of the day's alerts at", form -> form.label("hour"));
        assertThat(SubscriptionForm.empty(null)).returns("At", form -> form.label("hour"));
    }

    @Test
    void reportsWhatIsNoNumber() {
        Entered entered =
                SubscriptionForm.read(
                        form(Map.of("hour", "eight", "limit", "2.5", "minimumScore", "much")));

        assertThat(entered.problems())
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder("hour", "limit", "minimumScore");
    }

    /** A form that nobody has changed can be saved, whatever a program has asked for. */
    @Test
    void readsEachMinimumScoreAsItIsShown() {
        Random random = new Random(23);
        DoubleStream.concat(
                        DoubleStream.of(
                                0,
                                0.0005,
                                0.001,
                                2.5,
                                1_000,
                                12_345_678.5,
                                1e9,
                                1e-7,
                                Double.MIN_VALUE),
                        DoubleStream.generate(() ->
                                        random.nextDouble()
                                                * Math.pow(10, random.nextInt(-320, 10)))
                                .limit(2_000))
                .forEach(least -> {
                    Entered entered =
                            SubscriptionForm.read(
                                    form(
                                            Map.of(
                                                    "minimumScore",
                                                    SubscriptionForm.of(atLeast(least))
                                                            .value("minimumScore"))));
                    assertThat(entered.problems()).as("%s", least).isEmpty();
                    assertThat(entered.request().minimumScore()).isEqualTo(least);
                });
    }

    private static Interest atLeast(double score) {
        return new Interest(
                Frequency.DAILY,
                ZoneId.of("UTC"),
                8,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                score,
                10);
    }

    @Test
    void takesNoNumberForAnother() {
        for (String text : List.of("1,000", "-2,500", "0x10", "1e5", "NaN", "1d", "1.2.3")) {
            assertThat(SubscriptionForm.read(form(Map.of("minimumScore", text))).problems())
                    .as(text)
                    .extracting(FieldError::field)
                    .containsExactly("minimumScore");
        }
        for (String text : List.of("2,5", "2.5", " 2.50 ", "+2.5")) {
            assertThat(
                            SubscriptionForm.read(form(Map.of("minimumScore", text)))
                                    .request()
                                    .minimumScore())
                    .as(text)
                    .isEqualTo(2.5);
        }
    }

    /** A thousand to some readers, and one to others. */
    @ParameterizedTest
    @ValueSource(strings = {"1.000", "2.500", "1,000", "+1.000", "12.000"})
    void asksForWholeNumbersWithoutGroups(String text) {
        assertThat(SubscriptionForm.read(form(Map.of("limit", text, "hour", text))).problems())
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder("limit", "hour");
    }

    @Test
    void takesTimeInProportionToTheForm() {
        for (String part : List.of(",", "a,", "\r\n ", " ", "a, no ", "a, no b\n", "a, (no b")) {
            Growth.assertLinear(
                    20_000,
                    n ->
                            form(
                                    Map.of(
                                            "include", part.repeat(n),
                                            "limit", part.repeat(n),
                                            "about", part.repeat(n))),
                    SubscriptionForm::read);
        }
    }

    @Test
    void showsAgainWhatWasEnteredAndWhatIsWrong() {
        FormView again =
                SubscriptionForm.again(
                        form(Map.of("email", "\"<b>", "include", "x".repeat(10_000))),
                        List.of(
                                new FieldError("email", "Not an address."),
                                new FieldError("include[0]", "Too long.")));

        assertThat(again.value("email")).isEqualTo("\"<b>");
        assertThat(again.value("include")).isEmpty();
        assertThat(again.problem("email")).isEqualTo("Not an address.");
        assertThat(again.problem("include")).isEqualTo("Too long.");
        assertThat(again.unfolded()).isTrue();
    }

    @Test
    void movesWhatIsNotWantedToItsField() {
        MultivaluedMap<String, String> form =
                form(
                        Map.of(
                                "about",
                                "theory of generalisation, no applications\r\ntides",
                                "notAbout",
                                "surveys"));

        SubscriptionRequest request = SubscriptionForm.read(form).request();
        FormView again = SubscriptionForm.again(form, List.of());

        assertThat(request.about()).containsExactly("theory of generalisation", "tides");
        assertThat(request.notAbout()).containsExactly("surveys", "applications");
        assertThat(again.value("about")).isEqualTo("theory of generalisation\ntides");
        assertThat(again.value("notAbout")).isEqualTo("surveys\napplications");
        assertThat(again.unfolded()).isTrue();
    }

    @Test
    void movesWhatIsNotWantedAlsoWhereTheFormHasNoFieldForIt() {
        SubscriptionRequest request =
                SubscriptionForm.read(form(Map.of("about", "tides but not surveys"))).request();

        assertThat(request.about()).containsExactly("tides");
        assertThat(request.notAbout()).containsExactly("surveys");
        assertThat(SubscriptionForm.read(form(Map.of("about", "tides"))).request().notAbout())
                .isNull();
    }

    @Test
    void fillsBothFieldsFromALink() {
        FormView filled = SubscriptionForm.filled(List.of(), "tides; not about moons", "");

        assertThat(filled.value("about")).isEqualTo("tides");
        assertThat(filled.value("notAbout")).isEqualTo("moons");
        assertThat(filled.unfolded()).isTrue();
    }

    /** A program may have made it: a reader who saves another field does not change it. */
    @Test
    void leavesTheTextsThatASubscriptionHas() {
        String text = "tides, no surveys";
        String all = text + "\nmoons, no dust";
        MultivaluedMap<String, String> form = form(Map.of("about", all, "notAbout", ""));

        SubscriptionRequest request = SubscriptionForm.read(form, List.of(text)).request();

        assertThat(request.about()).containsExactly(text, "moons");
        assertThat(request.notAbout()).containsExactly("dust");
        assertThat(SubscriptionForm.again(form, List.of(text), List.of()).value("about"))
                .isEqualTo(text + "\nmoons");
    }

    /** As a browser sends a page again: what the reader changed, and all else that it shows. */
    private static MultivaluedMap<String, String> resent(FormView shown, String about, String not) {
        Map<String, String> values = new HashMap<>(shown.values());
        values.put("about", about);
        values.put("notAbout", not);
        return form(values);
    }

    @Test
    void leavesWhatTheReaderTakesBackIntoALine() {
        String line = "tides, no moons";
        FormView parted =
                SubscriptionForm.again(form(Map.of("about", line, "notAbout", "")), List.of());
        assertThat(parted.parted()).isTrue();
        assertThat(parted.describedBy("notAbout")).isEqualTo("notAbout-hint");

        FormView shown = parted;
        for (int round = 0; round < 3; round++) {
            MultivaluedMap<String, String> form = resent(shown, line, "");
            Entered entered = SubscriptionForm.read(form);
            assertThat(entered.isParted()).isFalse();
            assertThat(entered.request().about()).containsExactly(line);
            assertThat(entered.request().notAbout()).isEmpty();
            shown = SubscriptionForm.again(form, List.of());
            assertThat(shown.value("about")).isEqualTo(line);
            assertThat(shown.parted()).isFalse();
        }
        assertThat(SubscriptionForm.read(resent(shown, line + "\nebb, no foam", "")).request())
                .as("another line is parted as before")
                .satisfies(request -> {
                    assertThat(request.about()).containsExactly(line, "ebb");
                    assertThat(request.notAbout()).containsExactly("foam");
                });
    }

    @Test
    void leavesWhatTheReaderTakesBackFromALinkOrASubscription() {
        FormView link = SubscriptionForm.filled(List.of(), "tides; not about moons", "");
        assertThat(link.parted()).isTrue();
        Interest interest =
                SubscriptionForm.read(resent(link, "tides", "moons")).request().interest();
        for (FormView shown : List.of(link, SubscriptionForm.of(interest))) {
            assertThat(
                            SubscriptionForm.read(
                                            resent(shown, "tides, no moons", ""),
                                            interest.theme().about())
                                    .request())
                    .satisfies(request -> {
                        assertThat(request.about()).containsExactly("tides, no moons");
                        assertThat(request.notAbout()).isEmpty();
                    });
        }
        assertThat(SubscriptionForm.of(interest).parted()).isFalse();
    }

    /** Who leaves it in its field has not taken it back. */
    @Test
    void partsALineWhoseEndStandsInTheFieldAsWell() {
        FormView shown = SubscriptionForm.filled(List.of(), "tides; not about moons", "");
        SubscriptionRequest request =
                SubscriptionForm.read(resent(shown, "tides, no moons", "moons")).request();
        assertThat(request.about()).containsExactly("tides");
        assertThat(request.notAbout()).containsExactly("moons");
    }

    /** Else what it has there would be replaced by the ends of these lines. */
    @Test
    void partsNoLineOfASubscriptionWhoseOtherFieldIsNotSent() {
        SubscriptionRequest request =
                SubscriptionForm.read(
                                form(Map.of("about", "tides\nmoons, no dust")), List.of("tides"))
                        .request();

        assertThat(request.about()).containsExactly("tides", "moons, no dust");
        assertThat(request.notAbout()).isNull();
    }

    @Test
    void refusesMoreThanTheFieldForWhatIsNotWantedTakes() {
        MultivaluedMap<String, String> form =
                form(Map.of("about", "tides, no a, b, c, d, e or f\nmoons, no " + "x".repeat(501)));

        List<FieldError> problems =
                TestValidator.get().problems(SubscriptionForm.read(form).request(), List.of());

        assertThat(problems)
                .containsExactly(new FieldError("notAbout", "Please give at most 5 entries."));
        assertThat(SubscriptionForm.again(form, problems).value("notAbout"))
                .startsWith("a\nb\nc\nd\ne\nf\nx");
        assertThat(
                        TestValidator.get()
                                .problems(
                                        SubscriptionForm.read(
                                                        form(
                                                                Map.of(
                                                                        "about",
                                                                        "moons, no "
                                                                                + "x".repeat(501))))
                                                .request(),
                                        List.of()))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.field()).isEqualTo("notAbout");
                    assertThat(problem.detail()).contains("500 visible characters");
                });
    }

    @Test
    void namesOffsetsAsPeopleDo() {
        for (String zone : List.of("Z", "+02:00", "-09:30")) {
            Interest interest =
                    new Interest(
                            Frequency.DAILY,
                            ZoneId.of(zone),
                            8,
                            List.of(),
                            List.of(),
                            List.of(),
                            List.of(),
                            null,
                            10);
            String shown = SubscriptionForm.of(interest).value("timezone");
            assertThat(shown).isEqualTo(zone.equals("Z") ? "UTC" : "UTC" + zone);
            assertThat(ZoneId.of(shown).getRules()).isEqualTo(ZoneId.of(zone).getRules());
        }
    }

    /** Old identities of publishers have semicolons, and may be long. */
    @Test
    void bringsBackExamplesWithLongNames() {
        PaperId old =
                new PaperId("doi:10.1002/(sici)" + "x".repeat(PaperId.MAX_LENGTH - 22) + ";2-2");
        Interest interest =
                new Interest(
                        Frequency.DAILY,
                        ZoneId.of("Asia/Tokyo"),
                        8,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        10,
                        new Theme(
                                List.of(),
                                List.of(),
                                List.of(old, new PaperId("arxiv:2409.01234")),
                                Amount.FEW));

        assertThat(
                        SubscriptionForm.read(form(SubscriptionForm.of(interest).values()))
                                .request()
                                .interest())
                .isEqualTo(interest);
    }

    @Test
    void survivesTheWayThroughTheForm() {
        Interest interest =
                new Interest(
                        Frequency.WEEKLY,
                        ZoneId.of("Asia/Tokyo"),
                        21,
                        List.of("cs.LG", "hep-th"),
                        List.of("large language model"),
                        List.of("survey"),
                        List.of("Ada Marsh", "Jordan, Michael"),
                        7.0,
                        25,
                        new Theme(
                                List.of("theory, and no more", "tides; waves"),
                                List.of("applications, of any kind"),
                                List.of(new PaperId("arxiv:2409.01234")),
                                Amount.FEW));

        SubscriptionRequest request =
                SubscriptionForm.read(form(SubscriptionForm.of(interest).values())).request();

        assertThat(request)
                .isEqualTo(
                        new SubscriptionRequest(
                                null,
                                "WEEKLY",
                                "Asia/Tokyo",
                                21,
                                List.of("cs.LG", "hep-th"),
                                List.of("large language model"),
                                List.of("survey"),
                                List.of("Ada Marsh", "Jordan, Michael"),
                                7.0,
                                25,
                                List.of("theory, and no more", "tides; waves"),
                                List.of("applications, of any kind"),
                                List.of("arxiv:2409.01234"),
                                "FEW"));
    }
}
