// Each test drives whole processes, which mostly wait for their own start: two at a time keep two cores busy, three took as long.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
