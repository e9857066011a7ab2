//! The literature behind what a study uses.

use crate::model::{Acceptance, Agenda, Concession, Distribution, Imitation, Protocol, Scenario};
use crate::report::paper::{Content, Part, Study};

const WILSON: &str = "Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. Journal of the American Statistical Association 22(158), 209–212.";
const BERNSTEIN: &str =
    "Bernstein, D. J. (2008). ChaCha, a variant of Salsa20. Workshop Record of SASC 2008.";
const KEENEY: &str = "Keeney, R. L. and Raiffa, H. (1976). Decisions with Multiple Objectives: Preferences and Value Tradeoffs. Wiley.";
const RAIFFA: &str =
    "Raiffa, H. (1982). The Art and Science of Negotiation. Harvard University Press.";
const RUBINSTEIN: &str =
    "Rubinstein, A. (1982). Perfect equilibrium in a bargaining model. Econometrica 50(1), 97–109.";
const STAHL: &str = "Ståhl, I. (1972). Bargaining Theory. Stockholm School of Economics.";
const ROMER: &str = "Romer, T. and Rosenthal, H. (1978). Political resource allocation, controlled agendas, and the status quo. Public Choice 33(4), 27–43.";
const FEARON: &str = "Fearon, J. D. (1995). Rationalist explanations for war. International Organization 49(3), 379–414.";
const FISHER: &str = "Fisher, R. and Ury, W. (1981). Getting to Yes: Negotiating Agreement Without Giving In. Houghton Mifflin.";
const TOUVAL: &str = "Touval, S. and Zartman, I. W. (eds) (1985). International Mediation in Theory and Practice. Westview Press.";
const KLEIN: &str = "Klein, M., Faratin, P., Sayama, H. and Bar-Yam, Y. (2003). Negotiating complex contracts. Group Decision and Negotiation 12(2), 111–125.";
const KYDD: &str = "Kydd, A. (2003). Which side are you on? Bias, credibility, and mediation. American Journal of Political Science 47(4), 597–611.";
const FERSHTMAN: &str = "Fershtman, C. (1990). The importance of the agenda in bargaining. Games and Economic Behavior 2(3), 224–238.";
const FARATIN: &str = "Faratin, P., Sierra, C. and Jennings, N. R. (1998). Negotiation decision functions for autonomous agents. Robotics and Autonomous Systems 24(3–4), 159–182.";
const ZEUTHEN: &str =
    "Zeuthen, F. (1930). Problems of Monopoly and Economic Warfare. George Routledge & Sons.";
const HARSANYI: &str = "Harsanyi, J. C. (1956). Approaches to the bargaining problem before and after the theory of games: a critical discussion of Zeuthen's, Hicks', and Nash's theories. Econometrica 24(2), 144–157.";
const ZENG: &str = "Zeng, D. and Sycara, K. (1998). Bayesian learning in negotiation. International Journal of Human-Computer Studies 48(1), 125–141.";
const HINDRIKS: &str = "Hindriks, K. V. and Tykhonov, D. (2008). Opponent modelling in automated multi-issue negotiation using Bayesian learning. Proceedings of AAMAS 2008, volume 1, 331–338.";
const BAARSLAG: &str = "Baarslag, T., Hindriks, K. and Jonker, C. M. (2013). Acceptance conditions in automated negotiation. In T. Ito et al. (eds), Complex Automated Negotiations, Studies in Computational Intelligence 435. Springer, 95–111.";
const JONGE: &str = "de Jonge, D. (2022). An analysis of the linear bilateral ANAC domains using the MiCRO benchmark strategy. Proceedings of IJCAI-22, 223–229.";
const MCFADDEN: &str = "McFadden, D. (1974). Conditional logit analysis of qualitative choice behavior. In P. Zarembka (ed.), Frontiers in Econometrics. Academic Press, 105–142.";
const PUTNAM: &str = "Putnam, R. D. (1988). Diplomacy and domestic politics: the logic of two-level games. International Organization 42(3), 427–460.";
const IIDA: &str = "Iida, K. (1993). When and how do domestic constraints matter? Two-level games with uncertainty. Journal of Conflict Resolution 37(3), 403–426.";
const POWELL: &str =
    "Powell, R. (2006). War as a commitment problem. International Organization 60(1), 169–203.";
const SCHELLING: &str =
    "Schelling, T. C. (1960). The Strategy of Conflict. Harvard University Press.";
const LAX: &str = "Lax, D. A. and Sebenius, J. K. (1986). The Manager as Negotiator. Free Press.";
const MALCOLM: &str = "Malcolm, D. G., Roseboom, J. H., Clark, C. E. and Fazar, W. (1959). Application of a technique for research and development program evaluation. Operations Research 7(5), 646–669.";
const NASH: &str = "Nash, J. F. (1950). The bargaining problem. Econometrica 18(2), 155–162.";
const SMORODINSKY: &str = "Kalai, E. and Smorodinsky, M. (1975). Other solutions to Nash's bargaining problem. Econometrica 43(3), 513–518.";
const KALAI: &str = "Kalai, E. (1977). Proportional solutions to bargaining situations: interpersonal utility comparisons. Econometrica 45(7), 1623–1630.";
const SOBOL: &str = "Sobol, I. M. (1993). Sensitivity estimates for nonlinear mathematical models. Mathematical Modelling and Computational Experiment 1(4), 407–414.";
const SALTELLI: &str = "Saltelli, A., Annoni, P., Azzini, I., Campolongo, F., Ratto, M. and Tarantola, S. (2010). Variance based sensitivity analysis of model output: design and estimator for the total sensitivity index. Computer Physics Communications 181(2), 259–270.";
const JANSEN: &str = "Jansen, M. J. W. (1999). Analysis of variance designs for model output. Computer Physics Communications 117(1–2), 35–43.";
const EFRON: &str = "Efron, B. (1979). Bootstrap methods: another look at the jackknife. Annals of Statistics 7(1), 1–26.";
const FRIEDMAN: &str = "Friedman, J. H. and Fisher, N. I. (1999). Bump hunting in high-dimensional data. Statistics and Computing 9(2), 123–143.";
const BRYANT: &str = "Bryant, B. P. and Lempert, R. J. (2010). Thinking inside the box: a participatory, computer-assisted approach to scenario discovery. Technological Forecasting and Social Change 77(1), 34–49.";
const GLASSERMAN: &str = "Glasserman, P. and Yao, D. D. (1992). Some guidelines and guarantees for common random numbers. Management Science 38(6), 884–908.";

const TANGO: &str = "Tango, T. (1998). Equivalence test and confidence interval for the difference in proportions for the paired-sample design. Statistics in Medicine 17(8), 891–908.";
const MCNEMAR: &str = "McNemar, Q. (1947). Note on the sampling error of the difference between correlated proportions or percentages. Psychometrika 12(2), 153–157.";
const FAGERLAND: &str = "Fagerland, M. W., Lydersen, S. and Laake, P. (2013). The McNemar test for binary matched-pairs data: mid-p and asymptotic are better than exact conditional. BMC Medical Research Methodology 13, 91.";
const HOLM: &str = "Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6(2), 65–70.";
const SIDAK: &str = "Šidák, Z. (1967). Rectangular confidence regions for the means of multivariate normal distributions. Journal of the American Statistical Association 62(318), 626–633.";
const PIEPHO: &str = "Piepho, H.-P. (2004). An algorithm for a letter-based representation of all-pairwise comparisons. Journal of Computational and Graphical Statistics 13(2), 456–466.";
const BONETT: &str = "Bonett, D. G. and Price, R. M. (2012). Adjusted Wald confidence interval for a difference of binomial proportions based on paired data. Journal of Educational and Behavioral Statistics 37(4), 479–488.";
const NEYMAN: &str = "Neyman, J. (1938). Contribution to the theory of sampling human populations. Journal of the American Statistical Association 33(201), 101–116.";
const COCHRAN: &str = "Cochran, W. G. (1977). Sampling Techniques, 3rd edition. Wiley.";
const DUNN: &str = "Dunn, O. J. (1961). Multiple comparisons among means. Journal of the American Statistical Association 56(293), 52–64.";
const MCKAY: &str = "McKay, M. D., Beckman, R. J. and Conover, W. J. (1979). A comparison of three methods for selecting values of input variables in the analysis of output from a computer code. Technometrics 21(2), 239–245.";
const JOE: &str = "Joe, S. and Kuo, F. Y. (2008). Constructing Sobol sequences with better two-dimensional projections. SIAM Journal on Scientific Computing 30(5), 2635–2654.";
const OWEN: &str = "Owen, A. B. (1995). Randomly permuted (t,m,s)-nets and (t,s)-sequences. In H. Niederreiter and P. J.-S. Shiue (eds), Monte Carlo and Quasi-Monte Carlo Methods in Scientific Computing. Springer, 299–317.";
const KWAKKEL: &str = "Kwakkel, J. H. and Jaxa-Rozen, M. (2016). Improving scenario discovery for handling heterogeneous uncertainties and multinomial classified outcomes. Environmental Modelling & Software 79, 311–321.";
const LAUMANNS: &str = "Laumanns, M., Thiele, L., Deb, K. and Zitzler, E. (2002). Combining convergence and diversity in evolutionary multiobjective optimization. Evolutionary Computation 10(3), 263–282.";
const ACHEN: &str = "Achen, C. H. (2006). Evaluating political decision-making models. In R. Thomson, F. N. Stokman, C. H. Achen and T. König (eds), The European Union Decides. Cambridge University Press, 264–298.";
const BOS: &str = "Van den Bos, J. M. M. (1991). Dutch EC Policy Making: A Model-Guided Approach to Coordination and Negotiation. Thela Thesis.";
const BLACK: &str = "Black, D. (1948). On the rationale of group decision-making. Journal of Political Economy 56(1), 23–34.";

/// Behind the other settlement rules.
const SETTLEMENT: [&str; 5] = [ACHEN, BOS, BLACK, NASH, SMORODINSKY];

/// References in the order of the alphabet, each once.
pub(super) fn of(study: &Study) -> Vec<&'static str> {
    let mut used = Vec::new();
    for (given, _) in study.scenarios() {
        used.extend(of_scenario(&given.scenario));
    }
    for part in &study.parts {
        used.extend(of_result(part));
    }
    // Accents stand with their letters.
    used.sort_by_key(|it| it.to_lowercase().replace('š', "s").replace('å', "a"));
    used.dedup();
    used
}

fn of_result(part: &Part) -> Vec<&'static str> {
    let is_drawn = part.provenance.runs > 0;
    let mut used = if is_drawn {
        vec![BERNSTEIN]
    } else {
        Vec::new()
    };
    used.extend(match &part.content {
        Content::Run(summary) => {
            let mut used = vec![WILSON];
            if summary.settlement.is_some() {
                used.extend(SETTLEMENT);
            }
            used
        }
        Content::RealizedTheory(_) => {
            let mut used = vec![NASH, KALAI, SMORODINSKY, WILSON];
            used.extend(SETTLEMENT);
            used
        }
        Content::Solution(solution) => {
            let mut used = vec![NASH, KALAI, SMORODINSKY];
            used.extend(SETTLEMENT);
            if !solution.complete {
                used.push(LAUMANNS);
            }
            if solution.equilibrium.is_some() {
                used.extend([STAHL, RUBINSTEIN]);
            }
            used
        }
        Content::Sensitivity(_) => vec![SOBOL, SALTELLI, JANSEN, EFRON, JOE, OWEN],
        Content::Discovery(_) => vec![FRIEDMAN, BRYANT, KWAKKEL],
        Content::Sweep(manifest, _) => {
            let mut used = vec![GLASSERMAN, TANGO, WILSON];
            match manifest.layout.design.as_str() {
                "latin-hypercube" => used.push(MCKAY),
                "sobol" => used.extend([JOE, OWEN]),
                _ => {}
            }
            if !manifest.layout.stop.is_fixed() {
                used.push(DUNN);
            }
            used
        }
        Content::Comparison(_) => vec![
            GLASSERMAN, TANGO, WILSON, MCNEMAR, FAGERLAND, HOLM, SIDAK, PIEPHO, BONETT, NEYMAN,
            COCHRAN,
        ],
    });
    used
}

fn of_scenario(scenario: &Scenario) -> Vec<&'static str> {
    let mut used = vec![KEENEY, RAIFFA];
    match &scenario.protocol {
        Protocol::AlternatingOffers { .. } => used.extend([RUBINSTEIN, STAHL]),
        Protocol::Ultimatum { .. } => used.extend([ROMER, FEARON]),
        Protocol::Shuttle(it) | Protocol::SingleText(it) => {
            used.extend([FISHER, TOUVAL, KYDD]);
            if it.belief.draws == 0 {
                used.push(KLEIN);
            }
        }
    }
    if scenario.agenda != Agenda::SingleUndertaking {
        used.push(FERSHTMAN);
    }
    if !scenario.stages.is_empty() {
        used.extend([PUTNAM, IIDA]);
    }
    if !scenario.levers.is_empty() {
        used.extend([SCHELLING, LAX]);
    }
    let profiles = scenario.parties.iter().flat_map(|party| &party.types);
    for profile in profiles.map(|kind| &kind.profile) {
        match profile.strategy.concession {
            Concession::TimeDependent { .. }
            | Concession::TitForTat {
                imitation: Imitation::Relative,
                ..
            } => used.push(FARATIN),
            Concession::Zeuthen => used.extend([ZEUTHEN, HARSANYI]),
            Concession::Bayesian { .. } => used.extend([ZENG, HINDRIKS]),
            Concession::Micro => used.push(JONGE),
            Concession::Rational => used.extend([RUBINSTEIN, STAHL]),
            _ => {}
        }
        match profile.strategy.acceptance {
            Acceptance::Logit { .. } => used.push(MCFADDEN),
            Acceptance::Constant { .. } | Acceptance::TimeDependent { .. } => used.push(BAARSLAG),
            Acceptance::NextOffer => {}
        }
        if profile.breach.is_some() {
            used.push(POWELL);
        }
        let scores = profile.utility.scores.iter().flatten();
        let mut numbers = scores
            .chain(&profile.utility.weights)
            .chain([&profile.reservation, &profile.discount]);
        if numbers.any(|number| matches!(number.distribution(), Distribution::Pert { .. })) {
            used.push(MALCOLM);
        }
    }
    used
}
