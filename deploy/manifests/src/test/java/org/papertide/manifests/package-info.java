/**
 * Tests of the Helm chart, without a cluster: rendered by Helm's own library, read strictly against
 * the models of Kubernetes and of the operators, and judged by rules of our own.
 *
 * <p>Flows in: the chart and its value sets, {@code docs/settings.md}, the topics of {@code
 * events}. Flows out: what is wrong, by object and rule; the golden files, so that a change of a
 * template shows as a change of objects.
 *
 * <p>Rejected: a mock API server, which takes any object; JSON schemas of Kubernetes, which let
 * unknown fields pass.
 */
@NullMarked
package org.papertide.manifests;

import org.jspecify.annotations.NullMarked;
