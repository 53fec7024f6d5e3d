// Each test drives whole processes, which wait for one another, the disk or a timer for a fifth of their time: three at a time keep two
// cores busy.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
