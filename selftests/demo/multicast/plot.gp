# SPDX-License-Identifier: GPL-2.0
# The picture of make demo-multicast: gnuplot -e "dir='build/demo-multicast'; kind='svg'" plot.gp; kind is svg, png or dumb (text).

set style line 1 lc rgb "#c0392b" pt 7 ps 0.6 lw 2   # without rules
set style line 2 lc rgb "#1e8449" pt 7 ps 0.6 lw 2   # with rules

set xrange [0:*]
set yrange [-4:104]
set title "Packets of the stream that are lost, in %, while 36 flows want 15 Mbit/s of links of 10 and 8"
set xlabel "s since the first packet"
set key center right

if (kind eq 'dumb') {
	set terminal dumb size 110, 24
	plot dir.'/before.dat' with points pt 'x' title 'without rules', dir.'/after.dat' with points pt 'o' title 'with rules'
	exit
}
if (kind eq 'svg') {
	set terminal svg size 900, 400 font 'sans,13' background '#ffffff'
	set output dir.'/loss.svg'
} else {
	set terminal pngcairo size 900, 400 font 'sans,11' background '#ffffff'
	set output dir.'/loss.png'
}
set border 3 lc rgb "#666666"
set tics nomirror
set grid ytics lc rgb "#dddddd" lw 1
plot dir.'/before.dat' with linespoints ls 1 title 'without rules', dir.'/after.dat' with linespoints ls 2 title 'with rules'
