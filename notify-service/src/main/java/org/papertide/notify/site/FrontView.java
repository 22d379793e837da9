package org.papertide.notify.site;

import java.util.List;

/**
 * The front page, as the template prints it.
 *
 * @param page what every page needs
 * @param question what the list answers, in a sentence
 * @param orders rising and top
 * @param windows day, week, month
 * @param categories to choose from
 * @param order wire name of the order shown
 * @param window wire name of the window shown
 * @param changes address of the list's order, for the script that keeps it moving
 * @param papers address of papers of the list, for those that the script does not have yet
 * @param trending the list
 * @param feeds of the lists of this category, the one that is shown first; none of an archive
 * @param form the subscription form
 */
public record FrontView(
        Page page,
        String question,
        List<Tab> orders,
        List<Tab> windows,
        List<FormView.Choice> categories,
        String order,
        String window,
        String changes,
        String papers,
        TrendingView trending,
        List<Feed> feeds,
        FormView form) {

    public FrontView {
        orders = List.copyOf(orders);
        windows = List.copyOf(windows);
        categories = List.copyOf(categories);
        feeds = List.copyOf(feeds);
    }

    /**
     * What a feed reader follows.
     *
     * @param title of the list
     * @param href where it is
     */
    public record Feed(String title, String href) {}

    /**
     * A way to another list.
     *
     * @param label what is read
     * @param href where it leads
     * @param current whether it is shown now
     */
    public record Tab(String label, String href, boolean current) {}
}
