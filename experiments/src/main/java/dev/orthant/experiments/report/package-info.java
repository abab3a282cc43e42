/// What an experiment leaves behind: a [Report][dev.orthant.experiments.report.Report] in a folder of its own, written
/// again whenever it grows, so that a killed run leaves what was finished; and the page that brings many runs together, a
/// [CollatedPage][dev.orthant.experiments.report.CollatedPage]. Figures are laid out once ([Plot]) and drawn on SVG and PNG.
@NullMarked
package dev.orthant.experiments.report;

import org.jspecify.annotations.NullMarked;
