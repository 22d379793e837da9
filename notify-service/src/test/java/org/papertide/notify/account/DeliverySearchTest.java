package org.papertide.notify.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeliverySearchTest {

    @Test
    void beginsAtTheNewestWithAPageOfTheUsualSize() {
        DeliverySearch search = new DeliverySearch("reader@example.org", null, null, null);
        assertThat(search.beforeOrEnd()).isEqualTo(Long.MAX_VALUE);
        assertThat(search.limitOrDefault()).isEqualTo(100);
    }

    @Test
    void goesOnWhereItIsAsked() {
        DeliverySearch search = new DeliverySearch(null, 7L, 42L, 10);
        assertThat(search.beforeOrEnd()).isEqualTo(42);
        assertThat(search.limitOrDefault()).isEqualTo(10);
    }

    @Test
    void showsNoAddress() {
        assertThat(new DeliverySearch("reader@example.org", null, null, null))
                .hasToString("DeliverySearch[…]");
    }
}
