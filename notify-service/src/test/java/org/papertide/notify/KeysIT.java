package org.papertide.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.papertide.notify.signup.SubscriberHashes;
import org.papertide.notify.subscription.MailAddress;
import org.papertide.notify.suppression.AddressHashes;
import org.papertide.notify.token.TokenKeyring;
import org.papertide.notify.token.Tokens;
import org.papertide.platform.database.Database;
import org.papertide.testing.PapertideTestResource;
import org.papertide.testing.TestStack;

/** Keys that change: of links, and of the hashes of addresses. */
@QuarkusTest
@WithTestResource(
        value = PapertideTestResource.class,
        initArgs = @ResourceArg(name = "database", value = "notify"))
class KeysIT extends ReaderSteps {

    @Inject Database database;
    @Inject Tokens tokens;
    @Inject AddressHashes hashes;

    @Test
    void goesOnKnowingWhomEarlierReleasesSuppressed() {
        String address = TestStack.get().newAddress("bounced");
        subscribe(Map.of("email", address, "frequency", "DAILY"));
        TestStack.get().mailbox(address).await(mail -> mail.subject().contains("confirm"));
        String plain = MailAddress.plainHash(address);
        String erased = MailAddress.plainHash("erased@example.org");
        change(
                "update subscriber set address_hash = '%s' where address = '%s'"
                        .formatted(plain, address));
        change(
                "insert into suppression values ('%s', 'x', now()), ('%s', 'x', now())"
                        .formatted(plain, erased));

        database.run(session -> SubscriberHashes.adopt(session, hashes));

        String suppressed = "select address from subscriber join suppression using (address_hash)";
        assertThat(rows(suppressed)).contains(address);
        assertThat(rows("select address_hash from suppression"))
                .contains(hashes.of(erased))
                .doesNotContain(plain, erased);
    }

    @Test
    void aKeyMovesFromTheDatabaseIntoTheSettingsAndItsLinksGoOn() {
        String link = tokens.issue(Tokens.Kind.UNSUBSCRIBE, 7);
        String first =
                rows("select id || '=' || encode(secret, 'base64') from token_key").getFirst();
        String fresh = "9=" + Base64.getEncoder().encodeToString(new byte[32]);
        try {
            Tokens before = tokensOf(fresh);
            assertThat(before.verify(Tokens.Kind.UNSUBSCRIBE, link))
                    .as("the settings have another key, the database still has the first")
                    .isEqualTo(new Tokens.Verified.Valid(7));
            assertThat(rows("select count(*) from token_key")).containsExactly("1");

            for (int start = 0; start < 2; start++) {
                Tokens moved = tokensOf(fresh, first);
                assertThat(rows("select count(*) from token_key")).containsExactly("0");
                assertThat(moved.verify(Tokens.Kind.UNSUBSCRIBE, link))
                        .isEqualTo(new Tokens.Verified.Valid(7));
                String next = moved.issue(Tokens.Kind.UNSUBSCRIBE, 8);
                assertThat(tokensOf(fresh).verify(Tokens.Kind.UNSUBSCRIBE, next))
                        .isEqualTo(new Tokens.Verified.Valid(8));
            }
        } finally {
            change(
                    "insert into token_key (id, secret, created_at) values (0, decode('%s', 'base64'),"
                                    .formatted(first.substring(2))
                            + " now()) on conflict do nothing");
        }
    }

    @Test
    void refusesAnotherKeyUnderANumberThatTheDatabaseHas() {
        String other = "0=" + Base64.getEncoder().encodeToString(new byte[32]);
        assertThatThrownBy(() -> tokensOf(other))
                .hasMessageContaining("key 0 is another one than in the database");
        assertThat(rows("select count(*) from token_key")).containsExactly("1");
    }

    /** Those of a service that starts with these keys in its settings. */
    private Tokens tokensOf(String... keys) {
        TokenKeyring keyring = new TokenKeyring(List.of(keys));
        database.run(session -> keyring.load(session, clock.instant()));
        return new Tokens(keyring::keys, clock);
    }
}
