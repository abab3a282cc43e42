/// Deep relative trust: how far the output of a network moves when every layer moves by a fraction of its norm (Bernstein, Vahdat,
/// Yue and Liu 2020, arXiv 2002.03432, section 3; Bernstein 2022, thesis, chapter 4). Start with
/// [DeepRelativeTrust][dev.orthant.experiments.trust.DeepRelativeTrust].
@NullMarked
package dev.orthant.experiments.trust;

import org.jspecify.annotations.NullMarked;
