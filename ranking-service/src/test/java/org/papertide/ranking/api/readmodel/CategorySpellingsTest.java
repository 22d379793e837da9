package org.papertide.ranking.api.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.papertide.ranking.api.readmodel.Readers.NOW;
import static org.papertide.ranking.api.readmodel.Readers.RISING_DAY;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.papertide.events.Order;
import org.papertide.events.RankingKey;
import org.papertide.events.Window;

class CategorySpellingsTest {

    private final Readers readers = new Readers();

    @AfterEach
    void close() {
        readers.close();
    }

    private static RankingKey key(Order order, Window window, String category) {
        return new RankingKey(order, window, category);
    }

    @Test
    void findsACategoryInAnyCase() {
        readers.send(Readers.ranking(key(Order.RISING, Window.MONTH, "cs.LG"), NOW, 9, 1));
        readers.send(Readers.ranking(key(Order.TOP, Window.MONTH, "astro-ph.CO"), NOW, 9, 1));

        assertThat(readers.readModel.correctCase(key(Order.RISING, Window.DAY, "cs.lg")))
                .isEqualTo(key(Order.RISING, Window.DAY, "cs.LG"));
        assertThat(readers.readModel.correctCase(key(Order.TOP, Window.WEEK, "ASTRO-PH.CO")))
                .isEqualTo(key(Order.TOP, Window.WEEK, "astro-ph.CO"));
    }

    @Test
    void findsACategoryThatComesAfterOneWasLookedFor() {
        RankingKey asked = key(Order.RISING, Window.DAY, "CS.lg");
        assertThat(readers.readModel.correctCase(asked)).isEqualTo(asked);

        readers.send(Readers.ranking(key(Order.RISING, Window.DAY, "cs.LG"), NOW, 9, 1));

        assertThat(readers.readModel.correctCase(asked).category()).isEqualTo("cs.LG");
    }

    /** As after a restart, when the stores are restored. */
    @Test
    void findsACategoryThatIsOnlyStored() {
        readers.send(Readers.ranking(key(Order.RISING, Window.MONTH, "cs.LG"), NOW, 9, 1));
        ReadModel restarted = readers.restartedReadModel();

        assertThat(restarted.correctCase(key(Order.TOP, Window.DAY, "CS.LG")).category())
                .isEqualTo("cs.LG");
    }

    @Test
    void leavesWhatItKnowsAndWhatItDoesNotKnowAsItIs() {
        readers.send(Readers.ranking(key(Order.RISING, Window.MONTH, "CS.LG"), NOW, 9, 1));
        readers.send(Readers.ranking(key(Order.RISING, Window.MONTH, "cs.LG"), NOW, 9, 1));

        for (String category : new String[] {"CS.LG", "cs.LG", "hep-ex"}) {
            assertThat(readers.readModel.correctCase(key(Order.RISING, Window.DAY, category)))
                    .isEqualTo(key(Order.RISING, Window.DAY, category));
        }
        assertThat(readers.readModel.correctCase(RISING_DAY)).isEqualTo(RISING_DAY);
    }

    /** Physics has old papers in astro-ph itself. */
    @Test
    void knowsAnArchiveThatHasNoRankingItself() {
        readers.send(Readers.ranking(key(Order.RISING, Window.MONTH, "cs.LG"), NOW, 9, 1));
        readers.send(Readers.ranking(key(Order.RISING, Window.MONTH, "astro-ph"), NOW, 9, 1));
        readers.send(Readers.ranking(key(Order.RISING, Window.MONTH, "astro-ph.CO"), NOW, 9, 1));

        assertThat(readers.readModel.findWithinArchive("CS")).contains("cs.LG");
        for (String other : new String[] {"cs.LG", "cs.lg", "astro-ph", "math", "c"}) {
            assertThat(readers.readModel.findWithinArchive(other)).as(other).isEmpty();
        }
    }

    @Test
    void ignoresKeysWithoutACategory() {
        CategorySpellings spellings = new CategorySpellings();
        spellings.add("rising/day");
        spellings.add("rubbish");
        spellings.add("");

        assertThat(spellings.correct("day")).isEqualTo("day");
    }
}
