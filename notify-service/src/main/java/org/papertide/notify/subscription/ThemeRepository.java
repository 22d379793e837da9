package org.papertide.notify.subscription;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hibernate.annotations.processing.Find;
import org.hibernate.annotations.processing.SQL;

/** The table {@code theme}, within a session's transaction. */
public interface ThemeRepository {

    StatelessSession session();

    /** Notes a theme that is asked for, if it is new: it is looked after at once. */
    @SQL(
            """
            insert into theme (theme_key, look_at) values (:themeKey, :now)
            on conflict do nothing
            """)
    int ask(String themeKey, Instant now);

    @Find
    Optional<StoredTheme> findTheme(String themeKey);

    /** These themes; those that are not kept are left out. */
    @SQL("select * from theme where theme_key = any(array(select unnest(:themeKeys)))")
    List<StoredTheme> findThemes(String[] themeKeys);

    /**
     * The themes that are to be looked after, the first ones; nobody else does until {@code later}.
     */
    @SQL(
            """
            with due as materialized (
                select theme_key from theme where look_at <= :now
                order by look_at limit :atMost for update skip locked),
            taken as (
                update theme t set look_at = :later from due d where t.theme_key = d.theme_key
                returning t.theme_key)
            select theme_key from taken
            """)
    List<String> takeDue(Instant now, Instant later, int atMost);

    /**
     * Keeps what papers are compared with.
     *
     * @param waitsFor what it still waits for; empty if for nothing
     */
    @SQL(
            """
            update theme set model = :model, body = :body, calibrated_at = :now, waits_for = nullif(:waitsFor, ''),
                look_at = :lookAt
            where theme_key = :themeKey
            """)
    int keep(
            String themeKey,
            String model,
            String body,
            Instant now,
            String waitsFor,
            Instant lookAt);

    /** What it has stays as it is. */
    @SQL(
            """
            update theme set waits_for = :waitsFor, look_at = :lookAt where theme_key = :themeKey
            """)
    int postpone(String themeKey, String waitsFor, Instant lookAt);

    /** The models that themes have vectors of. */
    @SQL("select distinct model from theme where model is not null")
    List<String> models();

    /** Has all themes of other models looked after now. */
    @SQL(
            """
            update theme set look_at = :now where model <> :model and look_at > :now
            """)
    int lookAfterOthers(String model, Instant now);

    /** Deletes those of these themes that no subscription has. */
    @SQL(
            """
            delete from theme t where theme_key = any(:themeKeys)
                and not exists (select from subscription s where s.theme_key = t.theme_key
                    and s.state <> 'ENDED')
            """)
    int deleteUnused(String[] themeKeys);
}
