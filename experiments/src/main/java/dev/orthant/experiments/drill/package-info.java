/// Drills for groups of processes on this machine: [Learn][dev.orthant.experiments.drill.Learn] trains by processes what one
/// process trains too, [FaultTable][dev.orthant.experiments.drill.FaultTable] kills, stops and cuts off members,
/// [Soak][dev.orthant.experiments.drill.Soak] watches them for long. The members are what a user starts: `orthant worker`.
@NullMarked
package dev.orthant.experiments.drill;

import org.jspecify.annotations.NullMarked;
