package dev.orthant.optimizers.collective;

/// What a worker gets back: the same for all, bit by bit.
///
/// ```java
/// LocalVoteGroup member = LocalVoteGroup.create(1, new RoundPolicy(1, Duration.ofSeconds(1))).getFirst();
/// member.join(Duration.ofSeconds(1));
/// SignBits signs = SignBits.of(Tensor.of(Shape.of(2), 3, 0).span(), SignOfZero.ZERO, Streams.ofSeed(0));
/// Verdict verdict = member.vote(0, signs, 0);
/// verdict.voters();   // → [0]
/// verdict.tied();     // → 1
/// ```
///
/// @param round  which step it is for
/// @param epoch  of the membership that decided it
/// @param signs  of the majority; a sign is 0 where a tie stays one
/// @param tied   how many sums of votes were 0
/// @param voters whose votes were counted
/// @param digest of the weights that these voters had; 0 if none told
/// @since 0.1.0
public record Verdict(long round, long epoch, SignBits signs, long tied, RankSet voters, long digest) {}
