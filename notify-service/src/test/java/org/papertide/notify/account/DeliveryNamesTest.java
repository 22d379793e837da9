package org.papertide.notify.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.papertide.notify.token.TestTokens;

class DeliveryNamesTest {

    private static String key(int id, int fill) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) fill);
        return id + "=" + Base64.getEncoder().encodeToString(secret);
    }

    private static DeliveryNames names(String... keys) {
        return new DeliveryNames(TestTokens.keyring(keys));
    }

    @Test
    void areAlwaysTheSameAndAllDifferent() {
        DeliveryNames.Namer namer = names(key(1, 7)).namer();
        Set<String> all = new HashSet<>();
        LongStream.range(0, 1_000).forEach(id -> all.add(namer.of(id)));
        assertThat(all).hasSize(1_000).allMatch(name -> name.matches("[0-9a-f]{32}"));
        assertThat(names(key(1, 7)).namer().of(42)).isEqualTo(namer.of(42));
    }

    @Test
    void keepWithANewKeyAndAreNobodysUnderAnother() {
        String before = names(key(1, 7)).namer().of(42);
        assertThat(names(key(2, 8), key(1, 7)).namer().of(42)).isEqualTo(before);
        assertThat(names(key(1, 8)).namer().of(42)).isNotEqualTo(before);
    }

    /** Whoever sees two editions must not find the same person by the place in each. */
    @Test
    void sayNothingOfTheOrder() {
        DeliveryNames.Namer namer = names(key(1, 7)).namer();
        List<Long> byName =
                LongStream.range(0, 100).boxed().sorted(Comparator.comparing(namer::of)).toList();
        List<Long> nextByName =
                LongStream.range(100, 200)
                        .boxed()
                        .sorted(Comparator.comparing(namer::of))
                        .map(id -> id - 100)
                        .toList();
        long same =
                LongStream.range(0, 100)
                        .filter(i -> byName.get((int) i).equals(nextByName.get((int) i)))
                        .count();
        assertThat(same).isLessThan(10);
    }
}
