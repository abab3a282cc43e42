/// One large-margin network is the average of many small-margin ones: networks that fit the signs of their training labels
/// at a chosen margin, as Bayes point machines
/// ([MarginAveraging][dev.orthant.experiments.bayespoint.MarginAveraging]).
@NullMarked
package dev.orthant.experiments.bayespoint;

import org.jspecify.annotations.NullMarked;
