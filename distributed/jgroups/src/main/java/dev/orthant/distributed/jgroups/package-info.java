/// Majority votes across JVMs: [JGroupsVoteGroup][dev.orthant.distributed.jgroups.JGroupsVoteGroup] carries the ballots and
/// verdicts of a vote group over JGroups. What a round is stands in `optimizers.collective`; here is only how bytes travel, who
/// is there, and who takes the chair.
@NullMarked
package dev.orthant.distributed.jgroups;

import org.jspecify.annotations.NullMarked;
