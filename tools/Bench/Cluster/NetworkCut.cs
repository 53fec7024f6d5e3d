using System.Diagnostics;

namespace CityOps.Bench.Cluster;

/// <summary>
/// Cuts between nodes on the loopback: packets are dropped by the group of the process that sends them, and by who began the connection,
/// which a mark on it says. All rules are gone once it is disposed of, or the process ends.
/// </summary>
internal sealed class NetworkCut : IDisposable
{
    private const int Groups = 61_000;
    private static readonly string Comment = $"cityops-{Environment.ProcessId}";
    private readonly Stack<string[]> _drops = [];
    private readonly Stack<string[]> _marks = [];

    /// <param name="nodes">Before they start: only connections that begin later are marked.</param>
    public NetworkCut(IReadOnlyList<ClusterNode> nodes)
    {
        AppDomain.CurrentDomain.ProcessExit += RemoveAtExit;
        if (Missing is null)
        {
            var ports = string.Join(',', nodes.Select(n => n.Port));
            foreach (var node in nodes)
            {
                Add(_marks, [
                    "-t", "mangle", "-A", "OUTPUT", .. Sent(node), "-m", "multiport", "--dports", ports,
                    "-j", "CONNMARK", "--set-mark", $"{node.Group}",
                ]);
            }
        }
    }

    /// <summary>What is missing, or null where the network can be cut.</summary>
    public static string? Missing { get; } = WhatIsMissing();

    /// <summary>The group that a node's process has alone.</summary>
    public static int GroupOf(int number) => Groups + number;

    /// <summary>What a program is started under, so that it has a group of its own.</summary>
    public static IReadOnlyList<string> Under(int group) => ["setpriv", "--regid", $"{group}", "--clear-groups"];

    /// <summary>From now on nothing that one sends reaches the other.</summary>
    public void Cut(ClusterNode from, ClusterNode to)
    {
        Drop("--dport", $"{to.Port}");
        Drop("--sport", $"{from.Port}", "-m", "connmark", "--mark", $"{to.Group}");

        void Drop(params string[] which) => Add(_drops, ["-A", "OUTPUT", .. Sent(from), .. which, "-j", "DROP"]);
    }

    /// <summary>From now on it and all others hear nothing of each other.</summary>
    public void CutOff(ClusterNode node, IReadOnlyList<ClusterNode> nodes)
    {
        foreach (var other in nodes.Where(n => n != node))
        {
            Cut(node, other);
            Cut(other, node);
        }
    }

    /// <summary>Nothing is cut any more.</summary>
    public void Heal() => Remove(_drops);

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= RemoveAtExit;
        RemoveAtExit(null, EventArgs.Empty);
    }

    private static string[] Sent(ClusterNode from) =>
        ["-o", "lo", "-p", "tcp", "-m", "owner", "--gid-owner", $"{from.Group}", "-m", "comment", "--comment", Comment];

    private static void Add(Stack<string[]> rules, string[] rule)
    {
        if (!Run("iptables", ["-w", .. rule]))
        {
            throw new BenchException($"iptables refuses {string.Join(' ', rule)}.");
        }

        rules.Push(rule);
    }

    private static void Remove(Stack<string[]> rules)
    {
        while (rules.TryPop(out var rule))
        {
            Run("iptables", ["-w", .. rule.Select(word => word == "-A" ? "-D" : word)]);
        }
    }

    private static string? WhatIsMissing()
    {
        if (Environment.UserName != "root")
        {
            return "only root can cut the network";
        }

        // Says also whether the kernel has what a rule needs: it is refused otherwise.
        string[] trial =
        [
            "OUTPUT", "-o", "lo", "-p", "tcp", "-m", "owner", "--gid-owner", $"{Groups}", "-m", "connmark", "--mark", "1",
            "-m", "multiport", "--dports", "1,2", "-m", "comment", "--comment", Comment, "-j", "CONNMARK", "--set-mark", "1",
        ];
        return !Run("setpriv", [.. Under(Groups).Skip(1), "true"]) ? "setpriv is missing (Debian's package util-linux)"
            : !Run("iptables", ["-w", "-t", "mangle", "-A", .. trial]) || !Run("iptables", ["-w", "-t", "mangle", "-D", .. trial])
                ? "iptables is missing, or the kernel does not know owners and marks of connections (Debian's package iptables)"
            : null;
    }

    private static bool Run(string program, IReadOnlyList<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
            process?.StandardError.ReadToEnd();
            process?.WaitForExit();
            return process?.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private void RemoveAtExit(object? sender, EventArgs e)
    {
        Remove(_drops);
        Remove(_marks);
    }
}
