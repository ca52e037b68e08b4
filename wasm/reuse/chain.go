package reuse

// reaches tells whether a chain could have so many bits, in a fifth of the time
// that chains take: as if links of a band stood in order, and only words of
// the text between them cost. Two texts on different goods do not get there.
func (p *pair) reaches(need int) bool {
	// What the best chain to each band has, and what the gap to the start of
	// the text would cost.
	p.most = resize(p.most, len(p.words)>>bandBits+1)
	clear(p.most)
	for t := range p.q.words {
		row := p.links[p.rows[t]:p.rows[t+1]]
		if len(row) == 0 {
			continue
		}
		before, after := p.weightT[t]*gapBits/wordWeight, p.weightT[t+1]*gapBits/wordWeight
		for i := len(row) - 1; i >= 0; i-- {
			s := row[i].s
			most := before
			for _, m := range p.most[max(s-maxGap-1, 0)>>bandBits : s>>bandBits+1] {
				most = max(most, m)
			}
			score := most - before + p.bits[t]
			if int(score) >= need {
				return true
			}
			p.most[s>>bandBits] = max(p.most[s>>bandBits], score+after)
		}
	}
	return false
}

// measureRuns says of each link how long its run is, as chain does.
func (p *pair) measureRuns() {
	for t := 1; t < len(p.q.words); t++ {
		above := p.links[p.rows[t-1]:p.rows[t]]
		for i := p.rows[t]; i < p.rows[t+1] && len(above) > 0; i++ {
			l := &p.links[i]
			for len(above) > 0 && above[0].s < l.s-1 {
				above = above[1:]
			}
			if len(above) > 0 && above[0].s == l.s-1 {
				l.run += above[0].run
			}
		}
	}
}

// chain gives each link the best way to come to it. The links before it that
// are near in the source are found by band, as a word that is common stands
// everywhere, and most of its links are far.
func (p *pair) chain() {
	p.bands = resize(p.bands, len(p.words)>>bandBits+1)
	clear(p.bands)
	from := int32(0) // links before this word of the text are too far
	for t := range p.q.words {
		row := p.links[p.rows[t]:p.rows[t+1]]
		if len(row) == 0 {
			continue
		}
		for p.weightT[t]-p.weightT[min(int(from)+1, t)] > maxGap {
			from++
		}
		worth := p.bits[t]
		for i := range row {
			l := &row[i]
			l.score = worth
			low := max(l.s-maxGap-1, 0)
			near := p.bands[low>>bandBits : max(l.s-1, 0)>>bandBits+1]
			for i := range near {
				if near[i].t < from {
					continue
				}
				// Links of a band are by word of the text: the walk back ends at the gap.
				for k := near[i].link - 1; k >= 0; {
					b := &p.links[k]
					if b.t < from {
						break
					}
					if b.s < l.s && b.s >= low {
						p.follow(l, b, k, worth)
					}
					k = b.band
				}
			}
		}
		for i := range row {
			l := &row[i]
			e := &p.bands[l.s>>bandBits]
			l.band = e.link - 1
			e.link, e.t = p.rows[t]+int32(i)+1, int32(t)
		}
	}
}

// follow takes link b for the one before l if that is better, and of equal
// ones the last.
func (p *pair) follow(l, b *link, k, worth int32) {
	gapT, gapS := p.weightT[l.t]-p.weightT[b.t+1], p.weightS[l.s]-p.weightS[b.s+1]
	gap := max(gapT, gapS)
	if gap > maxGap {
		return
	}
	if gap == 0 {
		l.run += b.run
	}
	if gap == 0 {
		worth = min(worth, p.trade.after[l.t])
	} else {
		worth -= openBits
	}
	if score := b.score - gap*gapBits/wordWeight + worth; score > l.score || score == l.score && l.back >= 0 && k > l.back {
		l.score, l.back = score, k
	}
}
