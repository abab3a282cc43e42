/// One large-margin network is the average of many small-margin ones: networks that fit the signs of their training labels
/// at a chosen margin, as Bayes point machines
/// ([MarginAveraging][dev.orthant.experiments.bayespoint.MarginAveraging],
/// [BpmNetworks][dev.orthant.experiments.bayespoint.BpmNetworks]), and what their disagreement says of their errors
/// ([AntiRegularise][dev.orthant.experiments.bayespoint.AntiRegularise]).
@NullMarked
package dev.orthant.experiments.bayespoint;

import org.jspecify.annotations.NullMarked;
